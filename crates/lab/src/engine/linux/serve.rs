//! A small HTTP server for the office's archive: GET and HEAD, kept connections, ranges, and "not modified"
//! (RFC 9110, RFC 9112), which is what apt asks for.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use jiff::Timestamp;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};

const LONGEST_HEAD: u64 = 16 * 1024;
const IDLE: Duration = Duration::from_secs(120);

/// A folder, offered at an address.
#[derive(Debug)]
pub(super) struct Server {
    listener: TcpListener,
    dir: PathBuf,
}

impl Server {
    pub(super) fn bind(address: SocketAddr, dir: &Path) -> Result<Server> {
        let listener =
            TcpListener::bind(address).with_context(|| format!("Failed to listen on {address}"))?;
        Ok(Server { listener, dir: dir.to_owned() })
    }

    /// Answers until the process is ended.
    pub(super) fn run(&self) -> Result<()> {
        let dir: Arc<Path> = Arc::from(self.dir.as_path());
        loop {
            // A caller that is gone again, or too many of them, is no reason to stop.
            let Ok((stream, _)) = self.listener.accept() else {
                std::thread::sleep(Duration::from_millis(50));
                continue;
            };
            let dir = Arc::clone(&dir);
            std::thread::spawn(move || drop(converse(&stream, &dir)));
        }
    }
}

/// Answers one connection's requests in their order until either side ends it.
fn converse(stream: &TcpStream, dir: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_write_timeout(Some(IDLE))?;
    let mut reader = BufReader::new(stream);
    let mut writer = BufWriter::with_capacity(64 * 1024, stream);
    while let Some(head) = read_head(&mut reader)? {
        let Some(request) = Request::parse(&head) else {
            write_plain(&mut writer, "400 Bad Request")?;
            break;
        };
        answer(&mut writer, &request, dir)?;
        // What was asked together is answered together.
        if reader.buffer().is_empty() {
            writer.flush()?;
        }
        if request.close {
            break;
        }
    }
    writer.flush()
}

fn read_head(reader: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut head = String::new();
    let mut limited = reader.take(LONGEST_HEAD);
    loop {
        let before = head.len();
        if limited.read_line(&mut head)? == 0 {
            return Ok(None);
        }
        if head[before..].trim().is_empty() {
            return Ok(Some(head));
        }
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Request {
    head_only: bool,
    path: PathBuf,
    /// First byte and, if given, last byte.
    range: Option<(u64, Option<u64>)>,
    if_range: Option<String>,
    if_modified_since: Option<Timestamp>,
    close: bool,
}

impl Request {
    fn parse(head: &str) -> Option<Request> {
        let mut lines = head.lines();
        let mut words = lines.next()?.split(' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        let head_only = match method {
            "GET" => false,
            "HEAD" => true,
            _ => return None,
        };
        let close = version == "HTTP/1.0";
        let mut request = Request { head_only, path: safe_path(target)?, close, ..Request::default() };
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            request.take_field(&name.to_ascii_lowercase(), value.trim());
        }
        Some(request)
    }

    fn take_field(&mut self, name: &str, value: &str) {
        match name {
            "range" => self.range = parse_range(value),
            "if-range" => self.if_range = Some(value.to_owned()),
            "if-modified-since" => self.if_modified_since = DateTimeParser::new().parse_timestamp(value).ok(),
            "connection" => self.close |= value.eq_ignore_ascii_case("close"),
            _ => {}
        }
    }
}

/// A way down from the served folder. `None` for anything else.
fn safe_path(target: &str) -> Option<PathBuf> {
    let path =
        target.strip_prefix("http://").map_or(target, |rest| &rest[rest.find('/').unwrap_or(rest.len())..]);
    let decoded = percent_decode(path.split('?').next()?)?;
    let parts = decoded.split('/').filter(|part| !part.is_empty() && *part != ".");
    let mut safe = PathBuf::new();
    for part in parts {
        if part == ".." || part.contains('\0') {
            return None;
        }
        safe.push(part);
    }
    Some(safe)
}

pub(super) fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            let code = std::str::from_utf8(rest.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(code, 16).ok()?);
            rest = &rest[2..];
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// One range with a beginning; for any other the whole file is a right answer (RFC 9110, 14.2).
fn parse_range(value: &str) -> Option<(u64, Option<u64>)> {
    let (first, last) = value.strip_prefix("bytes=")?.split_once('-')?;
    let last = if last.is_empty() { None } else { Some(last.parse().ok()?) };
    Some((first.parse().ok()?, last))
}

fn answer(writer: &mut impl Write, request: &Request, dir: &Path) -> std::io::Result<()> {
    let opened =
        File::open(dir.join(&request.path)).and_then(|file| file.metadata().map(|about| (file, about)));
    let Some((mut file, about)) = opened.ok().filter(|(_, about)| about.is_file()) else {
        return write_plain(writer, "404 Not Found");
    };
    let (size, modified) = (about.len(), whole_seconds(about.modified()?));
    if request.if_modified_since.is_some_and(|since| modified <= since) {
        return write!(writer, "HTTP/1.1 304 Not Modified\r\nLast-Modified: {}\r\n\r\n", date(modified));
    }
    let range =
        request.range.filter(|_| request.if_range.as_ref().is_none_or(|asked| *asked == date(modified)));
    let (first, length) = match range {
        None => (0, size),
        Some((first, _)) if first >= size => {
            let refusal = "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes";
            return write!(writer, "{refusal} */{size}\r\n\r\n");
        }
        Some((first, last)) => {
            (first, last.map_or(size, |last| size.min(last.saturating_add(1))).saturating_sub(first))
        }
    };
    if range.is_some() {
        let last = (first + length).saturating_sub(1);
        write!(writer, "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {first}-{last}/{size}\r\n")?;
    } else {
        write!(writer, "HTTP/1.1 200 OK\r\n")?;
    }
    write!(
        writer,
        "Content-Length: {length}\r\nLast-Modified: {}\r\nAccept-Ranges: bytes\r\n\r\n",
        date(modified)
    )?;
    if !request.head_only {
        file.seek(SeekFrom::Start(first))?;
        std::io::copy(&mut file.take(length), writer)?;
    }
    Ok(())
}

fn write_plain(writer: &mut impl Write, status: &str) -> std::io::Result<()> {
    write!(writer, "HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n")
}

/// HTTP's dates know no fractions.
fn whole_seconds(time: SystemTime) -> Timestamp {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(seconds)
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

fn date(time: Timestamp) -> String {
    DateTimePrinter::new().timestamp_to_rfc9110_string(&time).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = b"0123456789";

    fn ask(request: &str) -> String {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("pool")).unwrap();
        std::fs::write(dir.path().join("pool/a+b_1.0~x.deb"), TEXT).unwrap();
        let mut answered = Vec::new();
        answer(&mut answered, &Request::parse(request).unwrap(), dir.path()).unwrap();
        String::from_utf8(answered).unwrap()
    }

    #[test]
    fn a_package_with_an_encoded_name_is_given_whole() {
        let answer = ask("GET /pool/a%2bb_1.0%7ex.deb HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n"), "{answer}");
        assert!(answer.ends_with("\r\n\r\n0123456789"), "{answer}");
    }

    #[test]
    fn an_interrupted_download_gets_its_rest() {
        let answer = ask("GET /pool/a+b_1.0~x.deb HTTP/1.1\r\nRange: bytes=7-\r\n\r\n");
        assert!(
            answer.starts_with("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 7-9/10\r\n"),
            "{answer}"
        );
        assert!(answer.ends_with("\r\n\r\n789"), "{answer}");
        let part = ask("GET /pool/a+b_1.0~x.deb HTTP/1.1\r\nRange: bytes=2-3\r\n\r\n");
        assert!(part.ends_with("\r\n\r\n23"), "{part}");
    }

    #[test]
    fn a_range_of_a_file_that_has_changed_since_gets_the_whole() {
        let answer = ask(
            "GET /pool/a+b_1.0~x.deb HTTP/1.1\r\nRange: bytes=7-\r\nIf-Range: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n",
        );
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    }

    #[test]
    fn a_range_beyond_the_end_is_refused_with_the_size() {
        let answer = ask("GET /pool/a+b_1.0~x.deb HTTP/1.1\r\nRange: bytes=10-\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 416") && answer.contains("bytes */10"), "{answer}");
    }

    #[test]
    fn a_file_unchanged_since_is_not_sent_again() {
        let answer = ask(
            "GET /pool/a+b_1.0~x.deb HTTP/1.1\r\nIf-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n\r\n",
        );
        assert!(answer.starts_with("HTTP/1.1 304") && answer.ends_with("\r\n\r\n"), "{answer}");
    }

    #[test]
    fn a_head_request_gets_no_body_and_a_missing_file_is_not_found() {
        let answer = ask("HEAD /pool/a+b_1.0~x.deb HTTP/1.1\r\n\r\n");
        assert!(answer.contains("Content-Length: 10") && answer.ends_with("\r\n\r\n"), "{answer}");
        assert!(ask("GET /pool HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404"));
    }

    #[test]
    fn nothing_outside_the_folder_can_be_named() {
        for target in ["/../etc/passwd", "/pool/%2e%2e/%2e%2e/etc/passwd", "/a%00b", "/%zz", "http://x/../y"]
        {
            assert_eq!(Request::parse(&format!("GET {target} HTTP/1.1\r\n\r\n")), None, "{target}");
        }
        assert_eq!(Request::parse("POST /pool HTTP/1.1\r\n\r\n"), None);
        assert_eq!(safe_path("http://10.77.0.2/pool/x"), Some(PathBuf::from("pool/x")));
    }

    #[test]
    fn two_requests_on_one_connection_are_both_answered() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a"), TEXT).unwrap();
        let server = Server::bind(([127, 0, 0, 1], 0).into(), dir.path()).unwrap();
        let address = server.listener.local_addr().unwrap();
        std::thread::spawn(move || server.run());
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET /a HTTP/1.1\r\n\r\nGET /a HTTP/1.1\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        assert_eq!(text.matches("0123456789").count(), 2, "{text}");
    }
}
