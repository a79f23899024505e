//! "Only if it changed": a revision as an HTTP entity tag (RFC 9110, sections 8.8.3 and 13.1.2).

use http::{HeaderMap, HeaderValue, header::IF_NONE_MATCH};

/// The entity tag of a revision, or none if it holds characters that no tag can.
pub fn etag(revision: &str) -> Option<HeaderValue> {
    let plain = revision.bytes().all(|b| b.is_ascii_graphic() && b != b'"');
    if plain { HeaderValue::from_str(&format!("\"{revision}\"")).ok() } else { None }
}

/// Whether the caller holds this revision already, so that 304 is the answer.
pub fn is_known(headers: &HeaderMap, revision: &str) -> bool {
    etag(revision).is_some_and(|tag| headers.get(IF_NONE_MATCH) == Some(&tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_known_only_by_its_own_tag() {
        let mut headers = HeaderMap::new();
        assert!(!is_known(&headers, "r1"));
        headers.insert(IF_NONE_MATCH, etag("r1").unwrap());
        assert!(is_known(&headers, "r1"));
        assert!(!is_known(&headers, "r2"));
    }

    #[test]
    fn a_revision_that_would_break_the_header_has_no_tag() {
        assert_eq!(etag("a\"b"), None);
        assert_eq!(etag("a\nb"), None);
    }
}
