//! The whole chain as functions over bytes: all that the command line and the wasm face call.
