//! A small server for the pages: one thread a request, files of a few folders and nothing else. What a form posts to
//! `/orders` is shown back, and kept nowhere.

use anyhow::{Context, Result};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Nothing inline, nothing from elsewhere; `blob:` is for downloads and pictures made on the page.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; \
    img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// No request is longer: an order form's, with measurements and design.
const MOST_BYTES: u64 = 1 << 20;

/// Builds, then serves until stopped.
pub fn serve(port: &str) -> Result<()> {
    crate::build::build()?;
    let (address, server) = start(port)?;
    println!("{address}");
    server
        .join()
        .map_err(|_| anyhow::anyhow!("the server stopped"))
}

/// Serves what stands from a thread of its own; port 0 is any free one. Returns the page's address.
pub fn start(port: &str) -> Result<(String, JoinHandle<()>)> {
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"))
        .with_context(|| format!("port {port} (another one: cargo xtask serve PORT)"))?;
    let address = format!("http://{}/", listener.local_addr()?);
    let server = thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A visitor who hangs up is no error of ours.
            thread::spawn(move || answer(stream).ok());
        }
    });
    Ok((address, server))
}

fn answer(mut stream: TcpStream) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut request = String::new();
    let mut reader = BufReader::new((&stream).take(MOST_BYTES));
    reader.read_line(&mut request)?;
    let mut header = String::new();
    let mut length: u64 = 0;
    while reader.read_line(&mut header)? > 2 {
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
        header.clear();
    }
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or("/"));
    let found = match method {
        "GET" | "HEAD" => file_of(target).and_then(|f| Some((fs::read(&f).ok()?, mime(&f)))),
        "POST" if target == "/orders" => {
            let mut posted = Vec::new();
            reader.take(length).read_to_end(&mut posted)?;
            Some((posted, "text/plain; charset=utf-8"))
        }
        _ => None,
    };
    let (status, (body, mime)) = match found {
        Some(found) => ("200 OK", found),
        None => ("404 Not Found", (b"not found\n".to_vec(), "text/plain")),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {}\r\nContent-Security-Policy: {POLICY}\r\n\
         X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    Ok(())
}

/// `/pkg/..` and `/samples/..` lie in the project's root, all else in `www/`.
fn file_of(target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    if !path.components().all(|c| matches!(c, Component::Normal(_))) {
        return None;
    }
    let root = crate::root();
    let shared = path.starts_with("pkg") || path.starts_with("samples");
    Some(if shared { root } else { root.join("www") }.join(path))
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("jpg" | "jpeg") => "image/jpeg",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_served_folders_are_reached() {
        assert!(file_of("/").is_some_and(|f| f.ends_with("www/index.html")));
        assert!(file_of("/pkg/index.js?v=1").is_some_and(|f| f.ends_with("pkg/index.js")));
        assert_eq!(file_of("/../Cargo.toml"), None);
        assert_eq!(file_of("/pkg/../Cargo.toml"), None);
        assert!(file_of("//etc/passwd").is_some_and(|f| f.starts_with(crate::root())));
    }
}
