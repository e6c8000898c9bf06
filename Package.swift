// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: the strictest language the toolchain has.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Numeric modules are optimised in debug builds too: their tests would crawl otherwise.
let numeric: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// C kernels are optimised in debug builds too; no `-march`, since the instruction set is chosen at run time.
///
/// `M3_EMULATE=1` builds the levels beyond AVX2 with plain C for their instructions, so that any x86 processor tests them.
let kernels: [CSetting] =
  [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast-honor-pragmas"])]
  + (Context.environment["M3_EMULATE"] == "1" ? [.define("M3_EMULATED")] : [])

let package = Package(
  name: "m3-video",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/ordo-one/TextTable.git", from: "0.0.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2"),
  ],
  targets: [
    // The words shared by all modules.
    .target(name: "M3Core", swiftSettings: strict),

    // Decides how a budget is spent: pure arithmetic on a clip's facts.
    .target(name: "M3Planner", dependencies: ["M3Core"], swiftSettings: strict),

    // Text: tokenizer, prompts, multiple choice.
    .target(name: "M3Text", dependencies: ["M3Core", "CSentencePiece"], swiftSettings: strict),

    // From a clip to frames, and from frames to crops.
    .target(
      name: "M3Video",
      dependencies: ["M3Core", "CFFmpeg", "CM3Kernels", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: numeric),

    // Numbers in memory and in files.
    .target(name: "M3Tensor", dependencies: ["M3Core", "CM3Kernels", "COpenBLAS"], swiftSettings: numeric),

    // The model: checkpoints and the passes through it.
    .target(
      name: "M3Model", dependencies: ["M3Core", "M3Tensor", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: numeric),

    // Training: backward passes, the optimiser, data, recipes.
    .target(
      name: "M3Train",
      dependencies: ["M3Core", "M3Tensor", "M3Model", "M3Text", "M3World", "M3Video", "CM3Kernels", "COpenBLAS"],
      swiftSettings: numeric),

    // The synthetic world: scenes, questions, drawn frames, written clips.
    .target(name: "M3World", dependencies: ["M3Core", "CFFmpeg"], swiftSettings: numeric),

    // Clip and question to answer.
    .target(
      name: "M3Engine",
      dependencies: [
        "M3Core", "M3Video", "M3Planner", "M3Text", "M3Tensor", "M3Model",
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),

    // Benchmarks: reads annotations, finds media, scores answers, analyses sweeps.
    .target(
      name: "M3Evaluate",
      dependencies: [
        "M3Core", "M3Video", "M3Planner", "M3Text", "M3Model", "M3Engine",
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),

    // Results to one page of HTML with charts in SVG; no input or output.
    .target(
      name: "M3Report", dependencies: ["M3Core", .product(name: "Crypto", package: "swift-crypto")],
      resources: [.embedInCode("Resources/page.css"), .embedInCode("Resources/page.js")], swiftSettings: strict),
    // Measures this machine: its limits, each stage at real shapes, how costs grow.
    .target(
      name: "M3Bench",
      dependencies: [
        "M3Core", "M3Planner", "M3Text", "M3Video", "M3Tensor", "M3Model", "M3World", "M3Engine", "CM3Kernels",
      ], swiftSettings: numeric),

    // The command line.
    .executableTarget(
      name: "m3-video",
      dependencies: [
        "M3Core", "M3Video", "M3Planner", "M3Text", "M3Tensor", "M3Model", "M3Engine", "M3World", "M3Train",
        "M3Evaluate", "M3Report", "M3Bench", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        "CCurl",
        .product(name: "TextTable", package: "TextTable"),
      ],
      swiftSettings: strict),

    // Reads frames once, beside other readers: Tests/Benchmarks/frames.py.
    .executableTarget(
      name: "frames-benchmark",
      dependencies: [
        "M3Core", "M3Planner", "M3Video", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Sources/Benchmarks/Frames", swiftSettings: strict),

    // Measures packed weights at LLaMA-7B's shape: `swift run weights-benchmark`.
    .executableTarget(
      name: "weights-benchmark",
      dependencies: [
        "M3Core", "M3Tensor", "M3Model", "M3Planner", "M3Bench",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Sources/Benchmarks/Weights", swiftSettings: numeric),

    // System libraries and kernels behind C.
    .target(
      name: "CFFmpeg", cSettings: [.unsafeFlags(["-O2"])],
      linkerSettings: ["avformat", "avcodec", "swscale", "avutil"].map { .linkedLibrary($0) }),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .target(name: "CSentencePiece", linkerSettings: [.linkedLibrary("sentencepiece")]),
    .target(name: "CM3Kernels", cSettings: kernels),
    .target(name: "COpenBLAS", dependencies: ["CM3Kernels"], linkerSettings: [.linkedLibrary("dl")]),

    // Tests mirror the modules.
    .target(
      name: "M3TestSupport", dependencies: ["M3Tensor"], path: "Tests/M3TestSupport", swiftSettings: strict),
    .testTarget(name: "M3CoreTests", dependencies: ["M3Core"], swiftSettings: strict),
    .testTarget(name: "M3PlannerTests", dependencies: ["M3Planner", "M3Core"], swiftSettings: strict),
    .testTarget(name: "M3TextTests", dependencies: ["M3Text", "M3Core"], swiftSettings: strict),
    .testTarget(name: "M3VideoTests", dependencies: ["M3Video", "M3Core", "CFFmpeg"], swiftSettings: numeric),
    .testTarget(
      name: "M3EvaluateTests",
      dependencies: [
        "M3Core", "M3Video", "M3Planner", "M3Text", "M3Model", "M3Engine", "M3World", "M3Evaluate", "M3TestSupport",
      ],
      exclude: ["Scripts"], resources: [.copy("Excerpts"), .copy("Goldens")], swiftSettings: strict),
    .testTarget(
      name: "M3ReportTests",
      dependencies: ["M3Core", "M3Report", "M3TestSupport", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .testTarget(
      name: "M3BenchTests",
      dependencies: [
        "M3Core", "M3Planner", "M3Text", "M3Video", "M3Tensor", "M3Model", "M3Engine", "M3Bench", "M3TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(name: "M3WorldTests", dependencies: ["M3World", "M3Core"], swiftSettings: numeric),
    .testTarget(name: "CM3KernelsTests", dependencies: ["CM3Kernels"], swiftSettings: strict),
    .testTarget(name: "COpenBLASTests", dependencies: ["CM3Kernels", "COpenBLAS"], swiftSettings: strict),
    .testTarget(name: "M3TensorTests", dependencies: ["M3Core", "M3Tensor", "M3TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "M3TrainTests",
      dependencies: ["M3Core", "M3Tensor", "M3Model", "M3Text", "M3World", "M3Train", "M3TestSupport", "CM3Kernels"],
      swiftSettings: strict),
    // Counts allocations: its malloc stands before the C library's in the test program.
    .target(name: "CAllocations", path: "Tests/CAllocations"),
    .testTarget(
      name: "M3ModelTests", dependencies: ["M3Core", "M3Tensor", "M3Model", "M3TestSupport", "CAllocations"],
      swiftSettings: strict),
    .testTarget(
      name: "M3EngineTests",
      dependencies: [
        "M3Core", "M3Video", "M3Planner", "M3Text", "M3Tensor", "M3Model", "M3Engine", "M3TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "M3VideoCommandTests",
      dependencies: [
        "M3Core", "M3Video", "M3Tensor", "M3Evaluate", "M3Planner", "M3Bench", "m3-video", "M3TestSupport",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ], swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)

// `M3_NUMERIC_ONLY=1`: the kernels, tensors, models and their tests alone, which sanitizers and emulation are built with.
if Context.environment["M3_NUMERIC_ONLY"] == "1" {
  let kept: Set = [
    "M3Core", "M3Tensor", "M3Model", "CM3Kernels", "COpenBLAS", "M3TestSupport", "CAllocations", "CM3KernelsTests",
    "COpenBLASTests", "M3TensorTests", "M3ModelTests",
  ]
  package.targets.removeAll { !kept.contains($0.name) }
}
