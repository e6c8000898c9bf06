// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: the strictest language the toolchain has (see the house rules in CONTRIBUTING.md).
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
let kernels: [CSetting] = [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast"])]

let package = Package(
  name: "m3-video",
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2")
  ],
  targets: [
    // The words shared by all modules.
    .target(name: "M3Core", swiftSettings: strict),

    // System libraries and kernels behind C.
    .target(
      name: "CFFmpeg",
      linkerSettings: ["avformat", "avcodec", "swscale", "avutil"].map { .linkedLibrary($0) }),
    .target(name: "CM3Kernels", cSettings: kernels),
    .target(name: "COpenBLAS", dependencies: ["CM3Kernels"], linkerSettings: [.linkedLibrary("dl")]),

    // Numbers in memory and in files.
    .target(name: "M3Tensor", dependencies: ["M3Core", "CM3Kernels", "COpenBLAS"], swiftSettings: numeric),

    // The model: checkpoints and the passes through it.
    .target(
      name: "M3Model",
      dependencies: ["M3Core", "M3Tensor", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: numeric),

    // Tests mirror the modules.
    .target(name: "M3TestSupport", path: "Tests/M3TestSupport", swiftSettings: strict),
    .testTarget(name: "M3CoreTests", dependencies: ["M3Core"], swiftSettings: strict),
    .testTarget(name: "CM3KernelsTests", dependencies: ["CM3Kernels"], swiftSettings: strict),
    .testTarget(name: "COpenBLASTests", dependencies: ["CM3Kernels", "COpenBLAS"], swiftSettings: strict),
    .testTarget(name: "M3TensorTests", dependencies: ["M3Core", "M3Tensor", "M3TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "M3ModelTests", dependencies: ["M3Core", "M3Tensor", "M3Model", "M3TestSupport"], swiftSettings: strict),
  ]
)
