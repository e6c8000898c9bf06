// Seconds that llama.cpp's vision tower takes for a picture of 336 x 336: what llama_cpp.py measures with.
//
//   L=llama.cpp; g++ -O2 -std=c++17 -I$L/tools/mtmd -I$L/ggml/include -I$L/include -I$L/common -I$L/src -I$L/vendor \
//     Tests/Benchmarks/clip_cpp.cpp -o clip_cpp -L$L/build/bin -lmtmd -lllama -lggml -lggml-base -lggml-cpu -Wl,-rpath,$L/build/bin
//   ./clip_cpp MMPROJ.gguf THREADS ROUNDS
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "clip-impl.h"
#include "clip.h"

int main(int count, char **words) {
  if (count != 4) return 64;
  clip_context_params settings{};
  settings.use_gpu = false;
  settings.flash_attn_type = CLIP_FLASH_ATTN_TYPE_AUTO;
  settings.warmup = false;
  settings.image_min_tokens = settings.image_max_tokens = -1;
  clip_ctx *tower = clip_init(words[1], settings).ctx_v;
  if (tower == nullptr) return 1;
  const size_t side = 336;
  std::vector<float> pixels(side * side * 3), features(576 * 4096);
  for (size_t i = 0; i < pixels.size(); i++) pixels[i] = float(i * 37 % 255) / 128 - 1;
  clip_image_f32 picture;
  picture.set_size({int(side), int(side)}, false, false);
  picture.cpy_buf(pixels);
  for (int round = 0; round < std::atoi(words[3]); round++) {
    const auto start = std::chrono::steady_clock::now();
    if (!clip_image_encode(tower, std::atoi(words[2]), &picture, features)) return 1;
    std::printf("%f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
}
