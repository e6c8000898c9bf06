#pragma once
#include "m3_element.h"

// to[i] = (float)from[i], exact; `from` holds `count` elements of `type`, at any address.
void m3_to_float(float *to, const void *from, m3_element type, size_t count);
void m3_to_float_reference(float *to, const void *from, m3_element type, size_t count);
