#pragma once
// erf without a call, so that loops of it become vectors.

// erf within a few units in the last place: a rational function on |x| <= 4, beyond which a float is 1 or -1.
static inline __attribute__((always_inline)) float error_function(float x) {
  const float held = x > 4.0f ? 4.0f : x < -4.0f ? -4.0f : x;
  const float s = held * held;
  float p = -2.72614225801306e-10f;
  p = p * s + 2.77068142495902e-08f;
  p = p * s + -2.10102402082508e-06f;
  p = p * s + -5.69250639462346e-05f;
  p = p * s + -7.34990630326855e-04f;
  p = p * s + -2.95459980854025e-03f;
  p = p * s + -1.60960333262415e-02f;
  float q = -1.45660718464996e-05f;
  q = q * s + -2.13374055278905e-04f;
  q = q * s + -1.68282697438203e-03f;
  q = q * s + -7.37332916720468e-03f;
  q = q * s + -1.42647390514189e-02f;
  const float inside = held * p / q;
  return x > 4.0f ? 1.0f : x < -4.0f ? -1.0f : inside;
}
