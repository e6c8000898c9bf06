import M3Core
import M3Evaluate
import Testing

/// Every excerpt of published annotations parses, with its count and first record.
@Suite struct ExcerptTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let task: String
    let path: String
    let form: String
    let count: Int
    let key: String
    let media: String
    var answers: [String] = []
    var index: Int?
    var type: String?
    var skipped = 0
    var testDescription: String { "\(task) from \(path)" }
  }

  static let rows = [
    Row(
      task: "activitynet-qa:test", path: "activitynet-qa", form: "igvlm", count: 40, key: "v_1QIUV7WYKXg_3",
      media: "v_1QIUV7WYKXg", answers: ["no"], type: "Yes/No"),
    Row(
      task: "msvd-qa:test", path: "msvd-qa/test_qa.json", form: "original", count: 40, key: "37348",
      media: "jfrrO5K_vKM_55_65", answers: ["someone"]),
    Row(
      task: "msvd-qa:val", path: "msvd-qa/val_qa.json", form: "original", count: 40, key: "30933",
      media: "bQJQGoJF7_k_162_169", answers: ["someone"]),
    Row(
      task: "msvd-qa:val", path: "msvd-qa/igvlm_MSVD_QA.csv", form: "igvlm", count: 40, key: "30933",
      media: "bQJQGoJF7_k_162_169", answers: ["someone"], type: "0"),
    Row(
      task: "msvd-qa:test", path: "msvd-qa/zeroshot_test_q.json", form: "zero-shot", count: 12,
      key: "v_jfrrO5K_vKM_55_65_0", media: "jfrrO5K_vKM_55_65", answers: ["someone"], type: "3"),
    Row(
      task: "msrvtt-qa:val", path: "msrvtt-qa", form: "igvlm", count: 40, key: "158581", media: "video6513",
      answers: ["couch"], type: "14"),
    Row(
      task: "tgif-frameqa:test", path: "tgif-qa/Test_frameqa_question.csv", form: "original", count: 40,
      key: "FRAMEQA1159", media: "tumblr_no73q2fm0I1uuf348o1_250", answers: ["cookie"], type: "object"),
    Row(
      task: "tgif-frameqa:test", path: "tgif-qa/igvlm_TGIF_FrameQA.csv", form: "igvlm", count: 40, key: "FRAMEQA1159",
      media: "tumblr_no73q2fm0I1uuf348o1_250", answers: ["cookie"], type: "object"),
    Row(
      task: "next-qa:val", path: "next-qa/val.csv", form: "original", count: 40, key: "4010069381_6",
      media: "4010069381", answers: ["roll the handle"], index: 0, type: "CH"),
    Row(
      task: "next-qa:test", path: "next-qa", form: "original", count: 40, key: "2574374895_8", media: "2574374895",
      answers: ["lay on floor"], index: 2, type: "TN"),
    Row(
      task: "next-qa:val", path: "next-qa/igvlm_NExT_QA.csv", form: "igvlm", count: 40, key: "4010069381_6",
      media: "4010069381", answers: ["roll the handle"], index: 0, type: "CH"),
    Row(
      task: "next-qa-oe:val", path: "next-qa-oe/val.csv", form: "original", count: 40, key: "3233088823_3",
      media: "3233088823",
      answers: ["from the drivers cabin"], type: "CH"),
    Row(
      task: "next-gqa:val", path: "next-gqa", form: "original", count: 40, key: "4882821564_1", media: "4882821564",
      answers: ["unwrap it"], index: 2, type: "CW"),
    Row(
      task: "star:val", path: "star", form: "igvlm", count: 40, key: "Interaction_T1_13", media: "6H78U_11.1_19.6",
      answers: ["The clothes."], index: 2, type: "Interaction"),
    Row(
      task: "tvqa:test-public", path: "tvqa", form: "original", count: 40, key: "137292", media: "s03e21_seg02_clip_08"),
    Row(
      task: "pope:all", path: "pope/coco_pope_random.json", form: "original", count: 180, key: "random_1",
      media: "COCO_val2014_000000310196.jpg", answers: ["yes"], type: "random"),
    Row(
      task: "pope:adversarial", path: "pope", form: "original", count: 60, key: "adversarial_1",
      media: "COCO_val2014_000000310196.jpg", answers: ["yes"], type: "adversarial"),
    Row(
      task: "textvqa:val-ocr", path: "textvqa", form: "llava", count: 40, key: "003a8ae2ef43b901",
      media: "003a8ae2ef43b901.jpg", type: "default"),
    Row(
      task: "gqa:testdev-balanced", path: "gqa", form: "llava", count: 40, key: "201307251", media: "n161313.jpg",
      type: "default"),
    Row(
      task: "vizwiz:test", path: "vizwiz", form: "llava", count: 40, key: "VizWiz_test_00000000.jpg",
      media: "VizWiz_test_00000000.jpg", type: "default"),
    Row(task: "mm-vet:test", path: "mm-vet", form: "llava", count: 40, key: "0", media: "v1_0.png", type: "conv"),
    Row(
      task: "mmmu:pro-tool", path: "mmmu", form: "jsonl", count: 21, key: "line-1",
      media: "images/test_Clinical_Medicine_69_1.png", index: 0),
  ]

  @Test(arguments: rows) func parses(row: Row) throws {
    let (dataset, task) = try Dataset.task(row.task)
    let read = try dataset.read(split: task.split, at: Fixture.excerpt(row.path))
    #expect(read.form == row.form)
    #expect(read.records.count == row.count, "\(read.skipped) \(read.notes)")
    let first = try #require(read.records.first)
    #expect(first.key == row.key)
    #expect(first.media == row.media)
    #expect(first.answerIndex == row.index)
    if row.index == nil || !row.answers.isEmpty { #expect(first.answers == row.answers) }
    #expect(first.type == row.type)
    #expect(first.task == row.task)
    #expect(Set(read.records.map(\.key)).count == read.records.count)
    #expect(read.skipped.reduce(0) { $0 + $1.count } == row.skipped)
  }
}
