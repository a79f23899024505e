#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| patchround_helper_root_fuzz::root_line(data));
