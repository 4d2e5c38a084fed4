import Foundation

/// A folder that is gone when its last user is.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "motcua-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        // What stays behind in the temporary directory harms no other test.
        try? FileManager.default.removeItem(atPath: path)
    }

    var database: String { path + "/motcua.sqlite" }
}

/// The folder of the package, found from this file.
enum Checkout {
    static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static var config: String { path + "/Config/motcua.yaml" }
}
