import M3Model
import M3Tensor
import Testing

@Suite("Messages of model errors")
struct ModelErrorTests {
  static let table: [(error: ModelError, message: String)] = [
    (.file(.cannotRead(path: "p", reason: "no")), "`p` cannot be read: no"),
    (.notAFolder(path: "d\u{1B}"), #"`d\u{1B}` is not a folder that can be read"#),
    (.noWeights(folder: "d"), "`d` holds no weights: neither `model.safetensors` nor `model.safetensors.index.json`"),
    (
      .pickledWeights(folder: "d", file: "f.bin"),
      "`d` holds its weights as `f.bin` only, which is a Python pickle and not safetensors"
    ),
    (.missingTokenizer(path: "d/t"), "the tokenizer `d/t` is not there"),
    (.malformedJSON(path: "p", fault: JSONFault(.endsEarly, at: 7)), "`p` is not valid: the text ends early at byte 7"),
    (
      .shardNameNotPlain(index: "i", shard: "../s"),
      "`i` names the shard `../s`, expected the plain name of a safetensors file beside it"
    ),
    (.tooManyShards(index: "i", count: 9, limit: 8), "`i` names 9 shards, at most 8 are read"),
    (.missingShard(index: "i", shard: "s"), "`i` names the shard `s`, which is not there"),
    (.notInShard(index: "i", tensor: "t", shard: "s"), "`i` says that `t` is in `s`, where it is not"),
    (.notInIndex(index: "i", tensor: "t", shard: "s"), "`s` holds `t`, which `i` does not place there"),
    (
      .duplicateTensor(first: "t", firstPath: "p", second: "t", secondPath: "q"),
      "`t` is there twice: in `p` and in `q`"
    ),
    (
      .duplicateTensor(first: "t", firstPath: "p", second: "u", secondPath: "q"),
      "`t` in `p` and `u` in `q` are the same tensor"
    ),
    (.missingKey(path: "p", key: "k"), "`p` lacks `k`"),
    (.wrongValue(path: "p", key: "k", expected: "a string", found: "7"), "`p`: `k` is `7`, expected a string"),
    (
      .unsupported(path: "p", key: "k", found: "x", supported: "y"),
      "`p`: `k` is `x`, which is not supported (supported: y)"
    ),
    (
      .patchGrid(path: "p", found: "16 x 16"),
      "`p`: the vision tower cuts a crop into 16 x 16 patches, expected 24 x 24"
    ),
    (
      .unknownLayout(folder: "d", example: "t"),
      "the tensors in `d` have names of no LLaVA layout, for instance `t`"
    ),
    (.unknownLayout(folder: "d", example: nil), "the tensors in `d` have names of no LLaVA layout: there are none"),
    (.missingTensors(folder: "d", first: ["t", "u"], count: 2), "`d` lacks `t`, `u`"),
    (.missingTensors(folder: "d", first: ["t", "u"], count: 9), "`d` lacks 9 tensors (`t`, `u`, ...)"),
    (
      .surplusTensors(path: "p", first: ["t"], count: 1, expected: "two layers"),
      "`p` holds `t`, which the model does not have (expected two layers)"
    ),
    (
      .wrongShape(path: "p", tensor: "t", expected: [nil, 3], found: [1, 2]),
      "`p`: `t` has shape [1, 2], expected [any, 3]"
    ),
    (
      .wrongType(path: "p", tensor: "t", found: .int8),
      "`p`: `t` has elements of type int8, expected float32, float16, bfloat16"
    ),
    (
      .visionTowerElsewhere(folder: "d", tower: "openai/clip"),
      "`d` does not hold the vision tower, only its name: `openai/clip`"
    ),
    (
      .visionTowerTwice(folder: "d", other: "e"),
      "`d` holds its own vision tower, so the one in `e` has no place"
    ),
    (.packedTensor(folder: "d", tensor: "t"), "`t` in `d` is packed, where floats are needed"),
    (
      .packedAlready(folder: "d", type: "int4", wish: "int8"),
      "`d` holds its weights as int4 already; they cannot become int8"
    ),
    (.outputNotEmpty(path: "d"), "`d` is there already and is not an empty folder"),
    (.cannotWriteFolder(path: "d", reason: "no"), "`d` cannot be written: no"),
    (.noSuchTensor(folder: "d", key: "k"), "the model in `d` has no tensor `k`"),
  ]

  @Test("each says file and cause", arguments: table)
  func message(error: ModelError, message: String) {
    #expect(error.message == message)
    #expect(error.hint?.hasSuffix(".") != true)
  }

  @Test("a pickle's hint says why and what to do")
  func pickle() throws {
    let hint = try #require(ModelError.pickledWeights(folder: "d", file: "f").hint)
    #expect(hint.contains("pickle") && hint.contains("safetensors"))
  }
}
