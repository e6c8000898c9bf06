extension Dataset {
  /// Every dataset, videos first.
  public static let all: [Dataset] = [
    msvdQA, msrvttQA, activityNetQA, tgifFrameQA, nextQA, nextOE, nextGQA, intentQA, egoSchema, star, tvqa, videoMME,
    videoChatGPT, pope, mmBench, textVQA, gqa, vizWiz, scienceQA, seedBench, mmmu, ai2d, chartQA, docVQA, mme, mmVet,
    generic,
  ]
}
