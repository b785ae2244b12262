//! `purlform batch`: many orders, on all cores.
//!
//! Orders come one a line and go out as they are done; no more of them are in memory than there are cores. What came of
//! each is one line of `results.ndjson`, written after the order's files: a batch that was stopped goes on where it
//! was when it is started again, and does again only those orders whose line has changed.

use super::{Error, Outcome, files, progress};
use clap::Args;
use purlform::export::checksum::sha256;
use purlform::garment::Design;
use purlform::knit::Machine;
use purlform::measure::Measurements;
use purlform::pipeline::{Fault, Order};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

/// No order is longer.
const MOST_BYTES_A_LINE: u64 = 8 << 20;
/// A report on stderr every so many orders where no terminal shows progress.
const REPORT_EVERY: usize = 100;

/// Arguments of `batch`.
#[derive(Args)]
pub struct Batch {
    /// One order a line: {"order":"id","measurements":{..},"design":{..},"machine":".."}.
    #[arg(value_name = "ORDERS.ndjson")]
    orders: PathBuf,
    /// Folder for a folder an order, and for results.ndjson.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// One package, DIR/ID.zip, an order instead of a folder.
    #[arg(long)]
    zip: bool,
    /// Exit with 2 if any order was not made.
    #[arg(long)]
    strict: bool,
}

/// A line of the orders.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    order: serde_json::Value,
    measurements: serde_json::Value,
    design: serde_json::Value,
    /// A machine's name, or its description.
    machine: serde_json::Value,
    /// What a shop's order form adds for the shop.
    #[serde(default, rename = "material")]
    _material: serde::de::IgnoredAny,
    #[serde(default, rename = "price")]
    _price: serde::de::IgnoredAny,
    #[serde(default, rename = "checksums")]
    _checksums: serde::de::IgnoredAny,
    /// And what its order.json has besides, for `verify`.
    #[serde(default, rename = "version")]
    _version: serde::de::IgnoredAny,
    #[serde(default, rename = "purlform")]
    _purlform: serde::de::IgnoredAny,
    #[serde(default, rename = "files")]
    _files: serde::de::IgnoredAny,
    #[serde(default, rename = "signature")]
    _signature: serde::de::IgnoredAny,
}

/// What came of an order: a line of the results.
#[derive(Serialize, Deserialize)]
struct Done {
    order: Option<String>,
    line: usize,
    /// Checksum of the line.
    input: String,
    /// `done`, `refused` (it cannot be made) or `failed` (the order is wrong).
    status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    yarn_g: Option<f64>,
    #[serde(default)]
    warnings: Vec<String>,
}

/// Where lines come from: one worker reads at a time.
struct Source {
    reader: BufReader<File>,
    line: usize,
    read: u64,
    size: u64,
}

/// Where results go.
struct Sink {
    file: File,
    /// Made, cannot be made, wrong, and left alone.
    counts: [usize; 4],
    /// Orders of this run.
    seen: BTreeSet<String>,
}

impl Batch {
    /// Runs the verb.
    pub fn run(self) -> Outcome {
        let results = self.out.join("results.ndjson");
        let before = earlier(&results)?;
        let source = Mutex::new(Source::open(&self.orders)?);
        let sink = Mutex::new(Sink::open(&results)?);
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let outcomes: Vec<Result<(), Error>> = std::thread::scope(|scope| {
            let work = || self.work(&source, &sink, &before);
            let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
            let ended = workers.into_iter().map(|w| w.join());
            ended.map(|w| w.unwrap_or_else(|_| Err(halted()))).collect()
        });
        outcomes.into_iter().collect::<Result<(), Error>>()?;
        let counts = sink.into_inner().map_err(|_| halted())?.counts;
        let [done, refused, failed, left] = counts;
        progress("orders", 1.0);
        eprintln!(
            "{done} done, {refused} refused, {failed} failed, {left} done before; see {}",
            results.display()
        );
        Ok(ExitCode::from(if self.strict && refused + failed > 0 {
            2
        } else {
            0
        }))
    }

    /// One worker: a line, its order, its result, until there are no more lines.
    fn work(
        &self,
        source: &Mutex<Source>,
        sink: &Mutex<Sink>,
        before: &BTreeSet<(String, String)>,
    ) -> Result<(), Error> {
        loop {
            let Some((number, share, line)) = source.lock().map_err(|_| halted())?.next()? else {
                return Ok(());
            };
            if line.trim_ascii().is_empty() {
                continue;
            }
            let input = sha256(line.trim_ascii());
            let mut done = Done {
                order: None,
                line: number,
                input: input.clone(),
                status: "done".into(),
                stage: None,
                code: None,
                message: None,
                minutes: None,
                yarn_g: None,
                warnings: Vec::new(),
            };
            let mut made = parse(&line).and_then(|line| Ok((id(&line.order)?, line)));
            if let Ok((id, _)) = &made {
                done.order = Some(id.clone());
                if before.contains(&(id.clone(), input)) {
                    sink.lock().map_err(|_| halted())?.leave(id);
                    continue;
                }
                if !sink.lock().map_err(|_| halted())?.seen.insert(id.clone()) {
                    let message = format!("order {id:?} stands in the file twice");
                    made = Err(fault("duplicate_order", message, "give each its own id"));
                }
            }
            match made.and_then(|(id, line)| self.make(&id, &line)) {
                Ok(order) => {
                    done.minutes = Some(order.summary.totals.cost.minutes);
                    done.yarn_g = Some(order.summary.totals.cost.yarn_g);
                    let warnings = order.summary.warnings.into_iter();
                    done.warnings = warnings.map(|w| w.text).collect();
                }
                Err(e) => {
                    done.status = match e.fault {
                        Fault::Input => "failed",
                        Fault::CannotMake => "refused",
                    }
                    .into();
                    done.stage = Some(e.stage.into());
                    done.message = Some(e.to_string());
                    done.code = Some(e.code);
                }
            }
            sink.lock().map_err(|_| halted())?.put(&done, share)?;
        }
    }

    /// Drafts, knits, proves and writes one order.
    fn make(&self, id: &str, line: &Line) -> Result<Order, Error> {
        let bytes = |value: &serde_json::Value| value.to_string().into_bytes();
        let measurements = Measurements::from_json(&bytes(&line.measurements))?;
        let design = Design::from_json(&bytes(&line.design))?;
        let machine = match &line.machine {
            serde_json::Value::String(name) => Machine::built_in(name).ok_or_else(|| {
                let known = Machine::NAMES.join(", ");
                let message = format!("machine {name:?} is none of {known}");
                fault("unknown_machine", message, "name one of them")
            })?,
            description => Machine::from_json(&bytes(description))?,
        };
        let order = Order::new(&measurements, &design, &machine)?;
        if self.zip {
            let package = order.package(id, order.papers(id)).to_bytes();
            files::write(&self.out.join(format!("{id}.zip")), &package)?;
        } else {
            for file in order.files.iter().chain(&order.papers(id)) {
                files::write(&self.out.join(id).join(&file.name), &file.bytes)?;
            }
        }
        Ok(order)
    }
}

fn parse(line: &[u8]) -> Result<Line, Error> {
    if line.len() as u64 >= MOST_BYTES_A_LINE {
        let message = format!("the line has {MOST_BYTES_A_LINE} bytes or more");
        return Err(fault("too_long", message, "one order a line"));
    }
    serde_json::from_slice(line).map_err(|e| {
        let form =
            "a line is {\"order\":\"id\",\"measurements\":{..},\"design\":{..},\"machine\":\"..\"}";
        fault("no_order", e.to_string(), form)
    })
}

/// The order's name, fit to be that of a folder.
fn id(value: &serde_json::Value) -> Result<String, Error> {
    let id = match value {
        serde_json::Value::String(id) => id.clone(),
        serde_json::Value::Number(id) => id.to_string(),
        _ => String::new(),
    };
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    let reserved = id == "results.ndjson" || id.starts_with('.');
    if id.is_empty() || id.len() > 64 || reserved || !id.bytes().all(plain) {
        let message = format!("order {value}: no name for a folder");
        let hint = "1 to 64 of A-Z a-z 0-9 . _ -, not beginning with a point";
        return Err(fault("bad_id", message, hint));
    }
    Ok(id)
}

/// Orders that an earlier run made, or found that they cannot be made, with their checksums.
fn earlier(results: &Path) -> Result<BTreeSet<(String, String)>, Error> {
    let Ok(file) = File::open(results) else {
        return Ok(BTreeSet::new());
    };
    let mut done = BTreeSet::new();
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(|e| unwritable(results, &e))?;
        // The last line of a run that was stopped may be torn.
        if let Ok(Done {
            order: Some(order),
            input,
            ..
        }) = serde_json::from_slice(&line)
        {
            done.insert((order, input));
        }
    }
    Ok(done)
}

impl Source {
    fn open(path: &Path) -> Result<Self, Error> {
        let open = || {
            let file = File::open(path)?;
            let size = file.metadata()?.len();
            Ok((file, size))
        };
        let (file, size) = open().map_err(|e: std::io::Error| {
            let message = format!("{}: {e}", path.display());
            Error::input("files", "unreadable", message, "check the path")
        })?;
        Ok(Self {
            reader: BufReader::new(file),
            line: 0,
            read: 0,
            size,
        })
    }

    /// Number, share of the file read, and text of the next line; too long a line is cut.
    fn next(&mut self) -> Result<Option<(usize, f64, Vec<u8>)>, Error> {
        let fail =
            |e: std::io::Error| Error::input("files", "unreadable", format!("the orders: {e}"), "");
        let mut line = Vec::new();
        let mut head = (&mut self.reader).take(MOST_BYTES_A_LINE);
        let mut read = head.read_until(b'\n', &mut line).map_err(fail)? as u64;
        if read == 0 {
            return Ok(None);
        }
        while read >= MOST_BYTES_A_LINE && line.last() != Some(&b'\n') {
            let rest = self.reader.fill_buf().map_err(fail)?;
            let end = rest.iter().position(|b| *b == b'\n');
            let skip = end.map_or(rest.len(), |e| e + 1);
            if skip == 0 || end.is_some() {
                self.reader.consume(skip);
                break;
            }
            self.reader.consume(skip);
            read += skip as u64;
        }
        self.line += 1;
        self.read += read;
        let share = self.read as f64 / self.size.max(1) as f64;
        Ok(Some((self.line, share.min(1.0), line)))
    }
}

impl Sink {
    fn open(results: &Path) -> Result<Self, Error> {
        let open = || {
            if let Some(folder) = results.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut file = OpenOptions::new()
                .create(true)
                .append(true)
                .read(true)
                .open(results)?;
            // A torn line must not swallow the next one.
            if file.metadata()?.len() > 0 && fs::read(results)?.last() != Some(&b'\n') {
                file.write_all(b"\n")?;
            }
            Ok(file)
        };
        Ok(Self {
            file: open().map_err(|e: std::io::Error| unwritable(results, &e))?,
            counts: [0; 4],
            seen: BTreeSet::new(),
        })
    }

    fn leave(&mut self, id: &str) {
        self.seen.insert(id.into());
        self.counts[3] += 1;
    }

    fn put(&mut self, done: &Done, share: f64) -> Result<(), Error> {
        let mut line = serde_json::to_vec(done).unwrap_or_default();
        line.push(b'\n');
        let results = Path::new("results.ndjson");
        (self.file.write_all(&line)).map_err(|e| unwritable(results, &e))?;
        let kind = ["done", "refused", "failed"]
            .iter()
            .position(|s| *s == done.status);
        self.counts[kind.unwrap_or(2)] += 1;
        let all: usize = self.counts.iter().sum();
        progress("orders", share.min(0.999));
        if all.is_multiple_of(REPORT_EVERY) && !std::io::IsTerminal::is_terminal(&std::io::stderr())
        {
            eprintln!("{all} orders, {:.0} % of the file", share * 100.0);
        }
        Ok(())
    }
}

fn fault(code: &str, message: String, hint: &str) -> Error {
    Error::input("batch", code, message, hint)
}

fn halted() -> Error {
    fault("halted", "a worker stopped".into(), "please report this")
}

fn unwritable(path: &Path, e: &std::io::Error) -> Error {
    let message = format!("{}: {e}", path.display());
    Error::input(
        "files",
        "unwritable",
        message,
        "check the path and the disk",
    )
}
