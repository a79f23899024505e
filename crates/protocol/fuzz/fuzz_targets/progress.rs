#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| patchround_protocol_fuzz::progress(data));
