import M3Core
import M3Model
import M3TestSupport
import M3Tensor
import Testing

@Suite("Golden checkpoints")
struct GoldenCheckpointTests {
  @Test("LLaVA-1.5 in Hugging Face's newest layout")
  func llava15() throws {
    let checkpoint = try Checkpoint.open(Goldens.path("llava15"))
    let configuration = checkpoint.configuration
    #expect(configuration.kind == .llava15)
    #expect(configuration.layout == .huggingFace5)
    #expect(
      configuration.shape
        == ModelShape(
          vision: .init(hidden: 64, layers: 2, heads: 4, mlp: 160, patchSide: 4, patches: 576),
          projector: [64, 96, 96],
          language: .init(
            hidden: 96, layers: 3, heads: 6, keyValueHeads: 6, headWidth: 16, mlp: 224, vocabulary: 520, context: 4096))
    )
    #expect(configuration.storedVisionLayers == 3)
    #expect(
      configuration.imageProcessing
        == ImageProcessing(
          cropSide: 96, fit: .crop, anyres: nil, mean: ImageProcessing.clipMean,
          standardDeviation: ImageProcessing.clipStandardDeviation))
    #expect(configuration.visionActivation == .quickGELU)
    #expect(configuration.projectorActivation == .gelu)
    #expect(configuration.visionLayerNormEpsilon == 1e-5)
    #expect(configuration.rmsNormEpsilon == 1e-5)
    #expect(configuration.ropeTheta == 10000)
    #expect(configuration.imageTokenID == 512)
    #expect(configuration.textVocabulary == 512)
    #expect(configuration.bosTokenID == 1)
    #expect(configuration.eosTokenIDs == [2])
    #expect(configuration.elementType == .float32)
    #expect(configuration.trainedScales == nil)
    #expect(!configuration.isUntrained)
    #expect(try checkpoint.tokenizerPath == Goldens.path("llava15/tokenizer.model"))
  }

  @Test("LLaVA-NeXT with grouped queries: canvases come as (width, height) in the file's order")
  func llavaNext() throws {
    let configuration = try Checkpoint.open(Goldens.path("llavanext")).configuration
    #expect(configuration.kind == .llavaNext)
    #expect(configuration.shape.language.keyValueHeads == 2)
    #expect(configuration.imageProcessing.fit == .squash)
    #expect(
      configuration.imageProcessing.anyres
        == Anyres(
          pinpoints: [(192, 96), (96, 192), (192, 192), (96, 288), (288, 96)].map(PixelSize.init(width:height:)),
          merge: .spatialUnpad))
  }

  @Test("the original layout: sizes of the tower by its tensors, training facts")
  func original() throws {
    let checkpoint = try Checkpoint.open(Goldens.path("original"))
    let configuration = checkpoint.configuration
    #expect(configuration.kind == .llavaNext)
    #expect(configuration.layout == .original)
    #expect(
      configuration.shape.vision == .init(hidden: 128, layers: 2, heads: 2, mlp: 320, patchSide: 4, patches: 576))
    #expect(configuration.storedVisionLayers == 3)
    #expect(configuration.shape.projector == [128, 96, 96])
    #expect(configuration.shape.language.vocabulary == 512)
    #expect(configuration.textVocabulary == 512)
    #expect(configuration.imageTokenID == nil)
    #expect(configuration.trainedContext == 4096)
    #expect(configuration.trainedScales == VisualScale.trained)
    #expect(configuration.elementType == .bfloat16)
    #expect(
      configuration.imageProcessing.anyres?.pinpoints
        == [(96, 192), (192, 96), (192, 192), (288, 96), (96, 288)].map(PixelSize.init(width:height:)))
    #expect(try checkpoint.tensor("image_newline").shape == [96])
    #expect(try checkpoint.tensor("multi_modal_projector.linear_2.weight").type == .bfloat16)
  }

  @Test(
    "a key that the model does not have is an error",
    arguments: ["image_newline", "x", "vision_tower.post_layernorm.weight"])
  func noSuchTensor(key: String) throws {
    let folder = Goldens.path("llava15")
    let checkpoint = try Checkpoint.open(folder)
    #expect(throws: ModelError.noSuchTensor(folder: folder, key: key)) { try checkpoint.tensor(key) }
  }
}
