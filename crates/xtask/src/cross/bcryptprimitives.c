/* The one function of this library that Rust's standard library asks for. Wine 8 does not have it, and without it every
   program ends before its first line. */
#include <windows.h>

/* RtlGenRandom, which wine has: its name in advapi32. */
BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length) {
  while (length > 0) {
    ULONG some = length > 0x10000000 ? 0x10000000 : (ULONG)length;
    if (!SystemFunction036(bytes, some)) return FALSE;
    bytes += some;
    length -= some;
  }
  return TRUE;
}
