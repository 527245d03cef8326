use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use orm::Error;
use serde_json::json;

/// What a handler gives.
pub type Result<T> = std::result::Result<T, ApiError>;

/// An error of the library, on its way to the client.
#[derive(Debug)]
pub struct ApiError(Error);

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl ApiError {
    fn status(&self) -> StatusCode {
        match &self.0 {
            Error::InvalidLookups { .. } | Error::InvalidCursor { .. } => StatusCode::BAD_REQUEST,
            Error::DoesNotExist { .. } => StatusCode::NOT_FOUND,
            Error::UniqueViolation { .. } | Error::Protected { .. } | Error::Custom { .. } => StatusCode::CONFLICT,
            Error::ForeignKeyViolation { .. }
            | Error::NotNullViolation { .. }
            | Error::CheckViolation { .. }
            | Error::Validation { .. }
            | Error::InvalidValue { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Timeout { .. } => StatusCode::GATEWAY_TIMEOUT,
            error if error.is_retryable() => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = self.status();
        // Each wrong parameter, with the reason and what was probably meant.
        if let Error::InvalidLookups { problems } = &self.0 {
            return (status, Json(json!({ "error": self.0.to_string(), "problems": problems }))).into_response();
        }
        // What is wrong with each field, all of it.
        if let Error::Validation { problems, .. } = &self.0 {
            return (status, Json(json!({ "error": self.0.to_string(), "fields": problems }))).into_response();
        }
        let fields = match &self.0 {
            Error::UniqueViolation { fields, .. } | Error::ForeignKeyViolation { fields, .. } => fields.clone(),
            Error::InvalidValue { field, .. } => vec![(*field).to_owned()],
            _ => Vec::new(),
        };
        // What went wrong inside is for the log, and not for the client.
        let message = if status.is_server_error() {
            eprintln!("{:?}", self.0);
            status.canonical_reason().unwrap_or_default().to_owned()
        } else {
            self.0.to_string()
        };
        (status, Json(json!({ "error": message, "fields": fields }))).into_response()
    }
}
