use std::process::{Command, Stdio};

/// The account that the server runs under. PostgreSQL refuses to run as root.
#[derive(Debug, Clone)]
pub(crate) enum Account {
    Own,
    Setpriv { user: String, group: String },
    Runuser { user: String },
    Su { user: String },
}

impl Account {
    /// The caller's own account or, for root, an unprivileged one by whichever tool works here.
    pub(crate) fn unprivileged() -> Result<Self, String> {
        if id(&["-u"])? != "0" {
            return Ok(Self::Own);
        }
        let user = ["postgres", "nobody"]
            .into_iter()
            .find(|user| id(&["-u", user]).is_ok())
            .ok_or("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it")?
            .to_owned();
        let group = id(&["-g", &user])?;
        let ways =
            [Self::Setpriv { user: user.clone(), group }, Self::Runuser { user: user.clone() }, Self::Su { user }];
        ways.into_iter()
            .find(|way| way.allows("true"))
            .ok_or_else(|| "PostgreSQL does not run as root, and none of setpriv, runuser and su works".to_owned())
    }

    /// A command that runs a shell script under this account. The script gets what it needs from the environment, the
    /// one thing that all these tools pass on alike.
    pub(crate) fn shell(&self, script: &str) -> Command {
        let mut command = match self {
            Self::Own => Command::new("sh"),
            Self::Setpriv { user, group } => {
                let mut command = Command::new("setpriv");
                command.args(["--reuid", user, "--regid", group, "--init-groups", "sh"]);
                command
            }
            Self::Runuser { user } => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--", "sh"]);
                command
            }
            Self::Su { user } => {
                let mut command = Command::new("su");
                command.args(["-s", "/bin/sh", user]);
                command
            }
        };
        command.args(["-c", script]).current_dir("/");
        command
    }

    /// Whether a script ends well under this account.
    pub(crate) fn allows(&self, script: &str) -> bool {
        let mut command = self.shell(script);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}

fn id(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("id").args(arguments).output().map_err(|error| format!("id: {error}"))?;
    if !output.status.success() {
        return Err(format!("id: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
