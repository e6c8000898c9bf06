import Foundation
import M3Core
import Testing

@testable import M3Evaluate

/// Formats whose files may not be handed on: records made up in their likeness.
@Suite struct SyntheticTests {
  private func read(_ task: String, _ files: [String: String]) throws -> (Annotations, TemporaryFolder) {
    let folder = try TemporaryFolder(files)
    let (dataset, task) = try Dataset.task(task)
    return (try dataset.read(split: task.split, at: folder.path), folder)
  }

  @Test func egoSchema() throws {
    let questions = (1...3).map { n in
      #"{"q_uid":"u\#(n)","google_drive_id":"g","question":"Why?","option 0":"a","option 1":"b","option 2":"c","option 3":"d","option 4":"e"}"#
    }
    let files = ["questions.json": "[\(questions.joined(separator: ","))]", "subset_answers.json": #"{"u2": 3}"#]
    let (subset, _) = try read("egoschema:subset", files)
    #expect(subset.records.map(\.key) == ["u2"])
    #expect(subset.records[0].answerIndex == 3)
    #expect(subset.records[0].choices == ["a", "b", "c", "d", "e"])
    let (full, _) = try read("egoschema:full", files)
    #expect(full.records.count == 3)
    #expect(full.notes.contains(.noAnswers(count: 2)))
    #expect(
      EgoSchemaSubmission.csv([(key: "u1", choice: 4), (key: "u2", choice: nil), (key: "u3", choice: 0)])
        == "q_uid,answer\nu1,4\nu2,-1\nu3,0\n")
    let unscored = try AnswerScorer(metric: .choice).score(full.records[0], text: "A", choice: 0)
    #expect(unscored.outcome == .unscored)
  }

  @Test func intentQA() throws {
    let (read, _) = try read(
      "intentqa:test",
      [
        "test.csv": "video_id,frame_count,width,height,question,answer,qid,type,a0,a1,a2,a3,a4,action,lemma,lemma_id\n"
          + "9,1266,640,360,why go near,2,2,CW,talk,music,energise,hit,annoy,playing,play,141\n"
          + "9,1266,640,360,\"why, then\",0,3,TP,talk,music,energise,hit,annoy,playing,play,141\n"
      ])
    #expect(read.records.map(\.key) == ["9_2", "9_3"])
    #expect(read.records[0].answers == ["energise"])
    #expect(read.records[1].question == "why, then")
    #expect(read.records[0].extra["lemma_id"] == "141")
    let scorer = try AnswerScorer(metric: .intentQA)
    #expect(scorer.score(read.records[1], text: "A", choice: 0).labels == ["TN+TP"])
  }

  @Test func intentQAsSheetHasTheOriginalsKeys() throws {
    let (read, _) = try read(
      "intentqa:val",
      [
        "IntentQA.csv": ",video_name,question,question_id,answer,video_id,question_type,a0,a1,a2,a3,a4\n"
          + "1,138,how,138_CH_1,nod,138,CH,jump,nod,push,play,move\n"
      ])
    #expect(read.records.map(\.key) == ["138_1"])
    #expect(read.records.map(\.answerIndex) == [1])
  }

  @Test func videoMME() throws {
    let (read, _) = try read(
      "video-mme:test",
      [
        "test.jsonl":
          #"{"video_id":"001","duration":"short","domain":"Knowledge","sub_category":"History","url":"x","videoID":"fFj","question_id":"001-1","task_type":"Counting","question":"How many?","options":["A. Two.","B. Three.","C. Four.","D. Five."],"answer":"C"}"#
      ])
    let record = try #require(read.records.first)
    #expect(record.choices == ["Two.", "Three.", "Four.", "Five."])
    #expect(record.answerIndex == 2)
    #expect(record.media == "fFj")
    let labels = try AnswerScorer(metric: .videoMME).score(record, text: "C", choice: 2).labels
    #expect(labels == ["duration: short", "domain: Knowledge", "task: Counting"])
  }

  @Test func starAsReleased() throws {
    let (read, _) = try read(
      "star:val",
      [
        "STAR_val.json": """
        [{"question_id":"Feasibility_T1_3","question":"Which?","video_id":"G2AMK","start":22.1,"end":27.9,
          "answer":"The door.","question_program":[],"situations":{"1":{"a":[1,2]}},
          "choices":[{"choice_id":1,"choice":"The door.","choice_program":[]},{"choice_id":0,"choice":"The bag.","choice_program":[]}]}]
        """
      ])
    let record = try #require(read.records.first)
    #expect(record.choices == ["The bag.", "The door."])
    #expect(record.answerIndex == 1)
    #expect(record.start == 22.1 && record.end == 27.9)
    #expect(record.type == "Feasibility")
    #expect(record.group == "G2AMK")
  }

  @Test func tvqaWithAnswers() throws {
    let row = { (qid: Int, ts: String) in
      #"{"a0":"a","a1":"b","a2":"c","a3":"d","a4":"e","answer_idx":1,"q":"Who?","qid":\#(qid),"show_name":"s","ts":"\#(ts)","vid_name":"v"}"#
    }
    let (read, _) = try read("tvqa:val", ["tvqa_val.jsonl": row(1, "48.62-60.02") + "\n" + row(2, "nan-nan") + "\n"])
    #expect(read.records[0].start == 48.62 && read.records[0].end == 60.02)
    #expect(read.records[1].end == nil)
    #expect(read.records[0].answerIndex == 1)
    #expect(read.notes.contains(.boundsMissing(count: 1)))
    #expect(throws: EvaluateError.self) { try self.read("tvqa:val", ["tvqa_val.jsonl": row(1, "60-48")]) }
  }

  @Test func mmBenchHoldsItsPictures() throws {
    let picture = Data([0xFF, 0xD8, 0xFF, 1, 2, 3])
    let base64 = picture.base64EncodedString()
    let (read, _) = try read(
      "mmbench:dev",
      [
        "mmbench_dev_20230712.tsv":
          "index\tquestion\thint\tA\tB\tC\tD\tanswer\tcategory\timage\tsource\tl2-category\tsplit\n"
          + "241\tWhich?\tLook.\tone\ttwo\t\t\tB\tocr\t\(base64)\ts\tl\tdev\n"
          + "1000241\tWhich?\tLook.\ttwo\tone\t\t\tA\tocr\t241\ts\tl\tdev\n"
      ])
    #expect(read.records.map(\.choices) == [["one", "two"], ["two", "one"]])
    #expect(read.records.map(\.group) == ["241", "241"])
    let pictures = try #require(read.pictures)
    #expect(try pictures.data(named: "241") == picture)
    #expect(read.records.map(\.media) == ["241", "241"])
    #expect(pictures.count == 1)
    #expect(throws: EvaluateError.self) { try pictures.data(named: "7") }
    #expect(
      PromptForm.letter.text(for: read.records[0])
        == "Look.\nWhich?\nA. one\nB. two\nAnswer with the option's letter from the given choices directly.")
    let scorer = try AnswerScorer(metric: .circular)
    let samples = [(0, 1), (1, 1)].map { scorer.score(read.records[$0.0], text: "B", choice: $0.1) }
    let summary = try MetricSummary.make(.circular, samples)
    #expect(summary.headline.value == 0)
    #expect(summary.headline.count == 1)
    #expect(summary.parts.first?.estimate.value == 0.5)
  }

  @Test func scienceQAFromItsOwnFilesAndFromLLaVA() throws {
    let (own, _) = try read(
      "scienceqa:test",
      [
        "pid_splits.json": #"{"train":["1"],"val":[],"test":["4","5"]}"#,
        "problems.json": """
        {"1":{"question":"t","choices":["a","b"],"answer":0,"hint":"","image":"image.png","split":"train"},
         "4":{"question":"no picture","choices":["a","b"],"answer":1,"hint":"","image":null,"split":"test"},
         "5":{"question":"Which?","choices":["x","y","z"],"answer":2,"hint":"Look here.","image":"image.png","subject":"natural science","split":"test"}}
        """,
      ])
    #expect(own.records.map(\.key) == ["5"])
    #expect(own.skipped.map(\.reason) == ["it has no picture"])
    #expect(own.records[0].media == "test/5/image.png")
    let (llava, _) = try read(
      "scienceqa:test",
      [
        "llava_test_CQM-A.json": """
        [{"id":"4","conversations":[{"from":"human","value":"No picture\\nA. a\\nB. b"},{"from":"gpt","value":"B"}]},
         {"id":"5","image":"5/image.png","conversations":[
           {"from":"human","value":"<image>\\nContext: Look here.\\nWhich?\\nA. x\\nB. y\\nC. z"},{"from":"gpt","value":"C"}]}]
        """
      ])
    #expect(llava.records[0].question == "Context: Look here.\nWhich?")
    #expect(llava.records[0].choices == own.records[0].choices)
    #expect(PromptForm.letter.text(for: llava.records[0]) == PromptForm.letter.text(for: own.records[0]))
  }

  @Test func wordsAboutPictures() throws {
    let (text, _) = try read(
      "textvqa:val",
      [
        "TextVQA_0.5.1_val.json":
          #"{"dataset_name":"textvqa","data":[{"question_id":34602,"image_id":"00","question":"what?","answers":["nokia","nokia"]}]}"#
      ])
    #expect(text.records[0].answers == ["nokia", "nokia"])
    let (viz, _) = try read(
      "vizwiz:val",
      [
        "val.json":
          #"[{"image":"VizWiz_val_0.jpg","question":"What?","answers":[{"answer":"soda","answer_confidence":"yes"}],"answer_type":"other","answerable":1}]"#
      ])
    #expect(viz.records[0].answers == ["soda"])
    let (gqa, _) = try read(
      "gqa:testdev-balanced",
      [
        "testdev_balanced_questions.json":
          #"{"201":{"question":"Is it?","imageId":"n16","answer":"yes","types":{"structural":"verify"}}}"#
      ])
    #expect(gqa.records[0].key == "201" && gqa.records[0].type == "verify")
    let (doc, _) = try read(
      "docvqa:val",
      [
        "val_v1.0.json":
          #"{"data":[{"questionId":7,"question":"Date?","question_types":["form"],"image":"documents/a_1.png","docId":3,"answers":["1987","in 1987"],"data_split":"val"}]}"#
      ])
    #expect(doc.records[0].answers.count == 2 && doc.records[0].media == "documents/a_1.png")
    let (chart, _) = try read(
      "chartqa:test",
      [
        "test_human.json":
          #"[{"imgname":"1.png","query":"How many?","label":"14"},{"imgname":"1.png","query":"Which?","label":"a"}]"#,
        "test_augmented.json": #"[{"imgname":"1.png","query":"How?","label":"2"}]"#,
      ])
    #expect(chart.records.map(\.key) == ["human_1.png_0", "human_1.png_1", "augmented_1.png_0"])
  }

  @Test func optionsAboutPictures() throws {
    let (seed, _) = try read(
      "seed-bench:image",
      [
        "SEED-Bench.json":
          #"{"question_type":{},"questions":[{"answer":"B","choice_a":"1","choice_b":"2","choice_c":"3","choice_d":"4","data_id":"x.jpg","data_type":"image","question":"How many?","question_id":"101","question_type_id":5},{"answer":"A","choice_a":"1","choice_b":"2","choice_c":"3","choice_d":"4","data_id":"v","data_type":"video","question":"Q?","question_id":"102","question_type_id":10}]}"#
      ])
    #expect(seed.records.map(\.key) == ["101"])
    #expect(seed.records[0].answerIndex == 1)
    let (ai2d, _) = try read(
      "ai2d:test",
      [
        "ai2d_test_ids.csv": "12\n13\n",
        "questions/12.png.json":
          #"{"imageName":"12.png","questions":{"What is A?":{"abcLabel":true,"answerTexts":["w","x","y","z"],"correctAnswer":3,"questionId":"12.png-0"}}}"#,
        "questions/99.png.json": "not even JSON",
      ])
    #expect(ai2d.records.map(\.key) == ["12.png-0"])
    #expect(ai2d.records[0].answers == ["z"])
    let (mmmu, _) = try read(
      "mmmu:val",
      [
        "mmmu_val.jsonl":
          #"{"id":"validation_Accounting_1","question":"<image 1> How much?","options":"['$6', '$7']","image_1":"a.png","answer":"B"}"#
          + "\n"
          + #"{"id":"validation_Art_2","question":"Name it","options":"[]","image_1":"b.png","answer":"?"}"#,
        "answer_dict_val.json":
          #"{"validation_Art_2":{"question_type":"short-answer","ground_truth":["vase","a vase"]}}"#,
      ])
    #expect(mmmu.records.map(\.answerIndex) == [1, nil])
    #expect(mmmu.records[1].answers == ["vase", "a vase"])
    #expect(mmmu.records[0].type == "Accounting")
  }

  @Test func mmeWithItsRelease() throws {
    let row = { (text: String) in
      #"{"question_id":"count/1.png","image":"count/1.png","text":"\#(text)\nAnswer the question using a single word or phrase.","category":"count"}"#
    }
    let (read, _) = try read(
      "mme:test",
      [
        "llava_mme.jsonl": row("Two dogs?") + "\n" + row("Three dogs?") + "\n" + row("Four dogs?"),
        "MME_Benchmark_release_version/count/1.txt":
          "Two dogs? Please answer yes or no.\tYes\nThree dogs?  Please answer yes or no.\tNo\n",
      ])
    #expect(read.records.map(\.answers) == [["yes"], ["no"]])
    #expect(read.skipped.first?.count == 1)
  }

  @Test func videoChatGPTPairs() throws {
    let header = ",video_name,question,question_id,answer,question_type\r\n"
    let (read, _) = try read(
      "videochatgpt:consistency",
      [
        "Consistency_QA1.csv": header + "0,v_a,What is it?,v_a_0,A dog.,0\r\n",
        "Consistency_QA2.csv": header + "0,v_a,\"Which animal, please?\",v_a_0,A dog.,0\r\n",
      ])
    #expect(read.records.map(\.key) == ["v_a_0_1", "v_a_0_2"])
    #expect(read.records.allSatisfy { $0.extra["pair"] == "v_a_0" })
  }

  @Test func popePromptsOfLLaVAFindTheirLabels() throws {
    let path = try Fixture.excerpt("pope")
    let read = try Dataset.pope.read(split: "all", at: path)
    #expect(read.form == "llava")
    #expect(read.records.count == 40)
    #expect(read.records[0].answers == ["yes"])
    #expect(read.skipped.isEmpty)
    let adversarial = try Dataset.pope.read(split: "adversarial", at: path).records.prefix(40)
    #expect(read.records.map(\.key) == adversarial.map(\.key))
    #expect(read.records.map(\.answers) == adversarial.map(\.answers))
  }

  @Test func popeLabelsOfAnotherListAreNotUsed() throws {
    let row = { (label: String, text: String) in
      #"{"question_id":1,"image":"i.jpg","text":"Is there a \#(text) in the image?"\#(label)}"#
    }
    let (read, _) = try read(
      "pope:all",
      [
        "coco_pope_random.json": row(#","label":"no""#, "cat"),
        "coco_pope_popular.json": row(#","label":"yes""#, "dog"),
        "coco_pope_adversarial.json": row(#","label":"no""#, "cup"),
        "llava_pope_test.jsonl": row(#","category":"random""#, "cow") + "\n" + row(#","category":"popular""#, "dog"),
      ])
    #expect(read.records.map(\.key) == ["popular_1"])
    #expect(read.records[0].answers == ["yes"])
    #expect(read.skipped.map(\.reason) == ["the label of its id belongs to another question"])
    #expect(read.notes.contains(.unusedAnswers(count: 1, firstID: "adversarial_1")))
  }
}
