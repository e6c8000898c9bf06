import M3Core

extension Dataset {
  /// ActivityNet-QA (Yu et al., AAAI 2019).
  static let activityNetQA = Dataset(
    name: "activitynet-qa", title: "open questions by people about long videos of activities", kind: .video,
    metrics: [.activityNet, .normalised, .judge],
    source: "annotations: github.com/MILVLG/activitynet-qa; videos: request form of activity-net.org",
    licence: "Apache-2.0 in LICENSE, non-commercial in README", mediaFiles: "v_{video_name}.{mp4,mkv,webm}",
    splits: [Split("test", rows: 8000), Split("val", rows: 18000), Split("train", rows: 32000)],
    forms: [
      zeroShot("original", splits: ["train", "val", "test"], mediaPrefix: "v_", type: activityType),
      .table(
        "igvlm", prompt: .igvlmOpen, layout: .csv,
        files: ["test": DatasetForm.File("ActivityNet_QA.csv", "igvlm_ActivityNet_QA.csv")], fields: .igvlm()
      ) { record, row in
        if record.type != nil { record.type = activityType(try row.integer("question_type")) ?? record.type }
      },
    ])

  /// The official script's names of types 0 to 8.
  private static let activityTypes = [
    "Motion", "Spatial", "Temporal", "Yes/No", "Color", "Object", "Location", "Number", "Other",
  ]

  /// The types that do not come from a template, counted together as `Free`.
  static let freeActivityTypes: Set<String> = ["Yes/No", "Color", "Object", "Location", "Number", "Other"]

  @Sendable
  private static func activityType(_ number: Int) -> String? {
    activityTypes.indices.contains(number) ? activityTypes[number] : nil
  }
}
