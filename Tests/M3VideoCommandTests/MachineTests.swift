import Foundation
import M3TestSupport
import M3Tensor
import Testing

/// `model info`, `doctor`, `world` and the variable that chooses kernels.
@Suite struct MachineTests {
  @Test(arguments: [
    ("llava15", "llava-1.5", "hugging-face-5", ["float32 2.293 MB; 1 file"]),
    ("llavanext", "llava-next", "hugging-face-5", ["(2 for keys and values)", "anyres on", "spatial_unpad"]),
    ("original", "llava-next", "original", ["bfloat16", "2 files", "576", "spatial_unpad"]),
  ]) func modelInfo(model: String, kind: String, names: String, more: [String]) async throws {
    let ran = try await Program.run(["model", "info", Goldens.path(model)])
    #expect(ran.code == 0 && ran.err.isEmpty)
    #expect(ran.out.contains("kind            \(kind)\n"), "\(ran.out)")
    #expect(ran.out.contains("names           \(names)\n"), "\(ran.out)")
    for text in more { #expect(ran.out.contains(text), "\(text) in \(ran.out)") }
    let json = try await Program.run(["model", "info", Goldens.path(model), "--json"])
    let object = try json.object()
    #expect(object["kind"] as? String == kind)
    #expect((object["fingerprint"] as? String)?.count == 64)
  }

  @Test func brokenModels() async throws {
    let folder = try TemporaryFolder()
    for name in ["config.json", "tokenizer.model", "tokenizer_config.json", "preprocessor_config.json"] {
      try folder.copy(Goldens.path("llava15/\(name)"), as: name)
    }
    let weights = try Data(contentsOf: URL(fileURLWithPath: Goldens.path("llava15/model.safetensors")))
    try folder.write("model.safetensors", weights.prefix(weights.count / 2))
    for words in [["model", "info", folder.path], ["ask", Samples.movie, "What?", "--model", folder.path]] {
      let ran = try await Program.run(words)
      #expect(ran.code == 1 && ran.out.isEmpty)
      #expect(ran.error?.message.contains("model.safetensors") == true, "\(ran.err)")
    }
    let missing = try await Program.run(["model", "info", "/no\u{7}where"])
    #expect(missing.code == 1 && missing.error?.message.contains("/no\\u{7}where") == true, "\(missing.err)")
  }

  @Test func doctor() async throws {
    let ran = try await Program.run(["doctor"])
    #expect(ran.code == 0 && ran.err.isEmpty, "\(ran.out)")
    #expect(ran.out.contains("FFmpeg         libavformat 59"))
    #expect(!ran.out.contains("Prescott"))
    let object = try await Program.run(["doctor", "--json"]).object()
    #expect(object["processor_level"] as? String == Processor.bestLevel.rawValue)
    if Processor.bestLevel > .portable { #expect(object["openblas_core"] as? String != "Prescott") }
    #expect((object["problems"] as? [Any])?.isEmpty == true)
    #expect((object["model"] as? String)?.hasSuffix("m3-tiny") == true)
  }

  @Test func lowerKernels() async throws {
    let ran = try await Program.run(["doctor"], environment: ["M3_CPU": "portable"])
    #expect(ran.code == 0)
    #expect(
      ran.out.contains("kernels        portable as M3_CPU says (the processor has \(Processor.bestLevel.rawValue))")
        || Processor.bestLevel == .portable, "\(ran.out)")
    // Set to nothing is as good as not set.
    let empty = try await Program.run(["doctor", "--json"], environment: ["M3_CPU": ""]).object()
    #expect(empty["processor_level"] as? String == Processor.bestLevel.rawValue)
  }

  @Test(arguments: ["fast", "AVX2", " avx2", "\u{1B}[2J"]) func wrongKernels(name: String) async throws {
    for words in [["doctor"], ["ask", Samples.movie, "What?"]] {
      let ran = try await Program.run(words, environment: ["M3_CPU": name])
      #expect(ran.code == 1 && ran.out.isEmpty)
      #expect(ran.error?.message.hasPrefix("M3_CPU is \"") == true, "\(ran.err)")
      #expect(ran.error?.message.hasSuffix("it can be portable, avx2, avx512, amx") == true)
      #expect(!ran.err.contains("\u{1B}"))
    }
  }

  @Test func kernelsThatCannotRunHere() async throws {
    guard let beyond = Processor.Level.allCases.first(where: { $0 > Processor.bestLevel }) else {
      // This processor runs all of them.
      #expect(Processor.bestLevel == Processor.Level.allCases.last)
      return
    }
    let ran = try await Program.run(["doctor"], environment: ["M3_CPU": beyond.rawValue])
    #expect(ran.code == 1)
    #expect(ran.error?.hint?.contains(Processor.bestLevel.rawValue) == true)
  }

  @Test func world() async throws {
    let folder = try TemporaryFolder()
    let ran = try await Program.run(["world", "--count", "2", "-o", folder.path("w")])
    #expect(ran.code == 0, "\(ran.err)")
    #expect(ran.out.wholeMatch(of: /2 clips and \d+ questions in .*\/w\n/) != nil, "\(ran.out)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("w")).sorted()
    #expect(names == ["annotations.jsonl", "clips", "scenes.jsonl", "world.json"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("w/clips")).count == 2)
    let again = try await Program.run(["world", "--count", "2", "-o", folder.path("w"), "--json"])
    #expect(try again.object()["is_complete"] as? Bool == true)
  }
}
