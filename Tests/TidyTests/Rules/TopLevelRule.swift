/// What may lie at the top of the checkout.
enum TopLevelRule {
    private static let allowed: Set<String> = [
        "Package.swift", "Sources", "Tests", "Schema", "Config", "README.md", "docker",
    ]
    /// Written by the package manager, kept out of the repository by `.gitignore`.
    private static let local: Set<String> = ["Package.resolved"]

    /// Returns the names that do not belong there; dot files always may.
    static func strangers(among names: [String]) -> [String] {
        names.filter { !$0.hasPrefix(".") && !allowed.contains($0) && !local.contains($0) }
    }
}
