use std::fmt;
use std::sync::{Arc, OnceLock};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::error::{Error, Result};

/// Half of what the function gives, which is as much as anybody could guess at.
pub(crate) const SIGNATURE_BYTES: usize = 16;

/// A key that anybody could try out is none.
const LEAST_BYTES: usize = 16;

/// What cursors are signed with: the program's secret, or one that this process has made for itself. One pointer wide, because each handle
/// to a database has it.
#[derive(Clone, Default)]
pub(crate) struct CursorKey(Option<Arc<Vec<u8>>>);

impl CursorKey {
    pub(super) fn of(secret: &[u8]) -> Self {
        Self(Some(Arc::new(secret.to_vec())))
    }

    /// Refuses a secret that is none.
    pub(super) fn check(&self) -> Result<()> {
        match &self.0 {
            Some(secret) if secret.len() < LEAST_BYTES => Err(Error::InvalidValue {
                model: "",
                field: "",
                reason: format!("the cursor key has {} bytes, and needs at least {LEAST_BYTES}", secret.len()),
            }),
            _ => Ok(()),
        }
    }

    /// What nobody else can say of this content.
    pub(crate) fn sign(&self, content: &[u8]) -> Result<[u8; SIGNATURE_BYTES]> {
        let whole = self.mac(content)?.finalize().into_bytes();
        let mut signature = [0; SIGNATURE_BYTES];
        signature.iter_mut().zip(whole).for_each(|(byte, of_whole)| *byte = of_whole);
        Ok(signature)
    }

    /// Whether this content was signed with this key. It takes the same time wherever the difference is.
    pub(crate) fn has_signed(&self, content: &[u8], signature: &[u8; SIGNATURE_BYTES]) -> Result<bool> {
        Ok(self.mac(content)?.verify_truncated_left(signature).is_ok())
    }

    fn mac(&self, content: &[u8]) -> Result<Hmac<Sha256>> {
        let key: &[u8] = match &self.0 {
            Some(secret) => secret,
            None => own_secret()?,
        };
        let mut mac = Hmac::new_from_slice(key).map_err(no_key)?;
        mac.update(content);
        Ok(mac)
    }
}

/// The secret of this process.
fn own_secret() -> Result<&'static [u8]> {
    static SECRET: OnceLock<[u8; 32]> = OnceLock::new();
    if let Some(secret) = SECRET.get() {
        return Ok(secret);
    }
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(no_key)?;
    Ok(SECRET.get_or_init(|| secret))
}

#[cold]
fn no_key(error: impl fmt::Display) -> Error {
    Error::Unsupported {
        reason: format!("no key to sign cursors with: {error}; set one by Db::builder().cursor_key(..)"),
    }
}

/// A secret is not for logs.
impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "CursorKey(given)" } else { "CursorKey(of this process)" })
    }
}
