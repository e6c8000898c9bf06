import ArgumentParser

/// The command line: parses, calls one module, prints.
///
/// Answers and data go to standard output; plans, progress and warnings to standard error. Exit 0 when done, 1 when
/// something failed, 64 for wrong usage, 130 after Ctrl-C.
struct M3Video: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "m3-video",
    abstract: "Answers questions about videos under a budget of visual tokens.",
    discussion: """
      A Matryoshka multimodal model (M3) sees one frame as 1, 9, 36, 144 or 576 tokens. A budget of 2880 visual tokens \
      is 2880 frames at one token, five at 576, or anything between: m3-video plans how to spend it, reads the frames, \
      and the model answers.
      """,
    version: Version.text,
    subcommands: [
      Ask.self, Plan.self, Frames.self, Model.self, World.self, Eval.self, Sweep.self, Score.self, Merge.self,
      Report.self, Export.self, Cost.self, Train.self, Doctor.self,
    ])
}
