//! The WebAssembly face: the only room that names wasm-bindgen.
