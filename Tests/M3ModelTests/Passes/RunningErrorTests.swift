import M3Tensor
import Testing

@testable import M3Model

@Suite struct RunningErrorTests {
  @Test(arguments: [
    (
      ModelError.file(.openBLASMissing(reason: "libopenblas.so.0: no such file\u{1B}[2J")),
      "OpenBLAS cannot be loaded: libopenblas.so.0: no such file\\u{1B}[2J",
      "install it: `apt-get install libopenblas0-pthread`"
    ),
    (
      .tooManyTokens(needed: 5000, room: 4096), "5000 tokens are more than the 4096 that there is room for",
      "spend a smaller budget of visual tokens, or ask for a shorter answer"
    ),
    (
      .unknownToken(id: 32000, vocabulary: 32000),
      "the model has no token 32000, only 0 to 31999: the tokenizer is not this model's",
      "copy `tokenizer.model` from where the checkpoint comes from"
    ),
    (
      .noMemory(what: "keys and values of 9 tokens"), "there is no memory for keys and values of 9 tokens",
      "spend a smaller budget of visual tokens"
    ),
    (
      .notANumber, "the model's scores are not numbers: its weights are damaged, or too large for Float32",
      "fetch the checkpoint again"
    ),
  ]) func sentences(error: ModelError, message: String, hint: String) {
    #expect(error.message == message)
    #expect(error.hint == hint)
  }
}
