#pragma once
// What the files of the levels beyond AVX2 may use: the processor's instructions, or plain C for them.
#ifdef M3_EMULATED
#define M3_TARGET_AVX512 "avx2,fma,f16c"
#define M3_TARGET_AMX M3_TARGET_AVX512
#include "emulated.h"
#else
#define M3_TARGET_AVX512 "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma,f16c"
#define M3_TARGET_AMX "amx-tile,amx-bf16," M3_TARGET_AVX512
#include <immintrin.h>
#endif
