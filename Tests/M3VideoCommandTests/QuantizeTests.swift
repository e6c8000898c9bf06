import Foundation
import M3TestSupport
import Testing

/// `m3-video model quantize` and `compare`, and `--precision`.
@Suite struct QuantizeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var out: String { folder.path("int4") }

  @Test func aQuantisedModelIsAskedLikeAnyOther() async throws {
    let made = try await Program.run(
      ["model", "quantize", Goldens.path("llavanext"), "-o", out, "--type", "int4", "--json"])
    #expect(made.code == 0, "\(made.err)")
    let report = try made.object()
    #expect(report["type"] as? String == "int4" && report["shards"] as? Int == 1)
    #expect((report["copied"] as? [String])?.contains("tokenizer.model") == true)
    #expect(made.err.contains("not copied: ") && made.err.contains("clip.mkv"))

    let info = try await Program.run(["model", "info", out, "--json"]).object()
    let types = try #require(info["element_types"] as? [[String: Any]]).compactMap { $0["type"] as? String }
    #expect(Set(["int4", "int8", "float32"]).isSubset(of: Set(types)))
    #expect(try await Program.run(["model", "info", out]).out.contains("int4 "))

    let question = ["ask", Samples.clip("llavanext"), "what happens?", "--json", "--max-tokens", "4"]
    let packed = try await Program.run(question + ["--model", out]).object()
    let atLoad = try await Program.run(
      question + ["--model", Goldens.path("llavanext"), "--precision", "int4"]
    ).object()
    #expect(packed["tokens"] as? [Int] == atLoad["tokens"] as? [Int])

    let again = try await Program.run(["model", "quantize", out, "-o", folder.path("twice"), "--type", "int8"])
    #expect(again.code == 1)
    #expect(again.error?.message == "`\(out)` holds its weights as int4 already; they cannot become int8")
    let wrong = try await Program.run(question + ["--model", out, "--precision", "bfloat16"])
    #expect(wrong.error?.message == "`\(out)` holds its weights as int4 already; they cannot become bfloat16")
    #expect(wrong.error?.hint == "name the checkpoint of floats that it was made from")
  }

  /// A file that cannot grow, as on a full disk: the cause is named, and nothing is left.
  @Test func aFullDisk() async throws {
    let script = "trap '' XFSZ; ulimit -f 300; exec \"$@\""
    let words = [Program.path, "model", "quantize", Goldens.path("llava15"), "-o", out, "--type", "int8"]
    let ran = try await Program.run(["-c", script, "sh"] + words, program: "/bin/sh")
    #expect(ran.code == 1)
    let message = try #require(ran.error?.message, "\(ran.err)")
    #expect(message.contains("model.safetensors") && message.hasSuffix("cannot be written: File too large"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test(arguments: ["float32", "auto", "int5"]) func otherTypes(type: String) async throws {
    let ran = try await Program.run(
      ["model", "quantize", Goldens.path("llava15"), "-o", out, "--type", type])
    #expect(ran.code == 64)
    #expect(!FileManager.default.fileExists(atPath: out))
  }

  @Test func comparison() async throws {
    let words = [
      "model", "compare", Goldens.path("llava15"), Samples.clip("llava15"), "--scales", "1,36", "--steps", "4",
      "--json",
    ]
    let ran = try await Program.run(words + ["--precisions", "float32,int4"])
    #expect(ran.code == 0, "\(ran.err)")
    let rows = try #require(ran.json() as? [[String: Any]])
    #expect(rows.map { $0["precision"] as? String } == ["float32", "int4"])
    let (exact, rounded) = (rows[0], rows[1])
    #expect(exact["feature_cosine"] as? Double == 1 && exact["same_best"] as? Int == exact["positions"] as? Int)
    #expect(try #require(exact["divergence"] as? Double).magnitude < 1e-9)
    let cosine = try #require(rounded["score_cosine"] as? Double)
    #expect(cosine > 0.9 && cosine < 1)
    #expect(try #require(rounded["weight_bytes"] as? Int) < (exact["weight_bytes"] as? Int ?? 0))
  }
}
