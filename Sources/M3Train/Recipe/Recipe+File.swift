import Foundation

extension Recipe {
  /// Reads a recipe file and checks it.
  ///
  /// - Throws: `TrainError.unreadableRecipe`, `.badRecipe`.
  public static func read(_ path: String) throws(TrainError) -> Recipe {
    let recipe: Recipe
    do {
      recipe = try JSONDecoder().decode(Recipe.self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .unreadableRecipe(path: path, reason: DataFile.reason(error))
    }
    try recipe.check()
    return recipe
  }
}
