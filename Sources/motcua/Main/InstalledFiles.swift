import Foundation

/// What belongs beside the program (tệp đi kèm chương trình), looked for before anything needs it.
///
/// The folder's accessor that the compiler writes would end the program in the middle, without a word of what to do.
enum InstalledFiles {
    private static let folder = "MotCua_SchemaFiles.resources"

    /// Refuses to work where the folder with tables and schemas was not copied along with the program.
    ///
    /// - Throws: ``CommandFailure`` that says what to do.
    static func expect() throws(CommandFailure) {
        let path = Bundle.main.bundleURL.appendingPathComponent(folder).path
        guard !FileManager.default.fileExists(atPath: path) else { return }
        throw CommandFailure(
            "The folder \(path) belongs to the program and is missing: copy the MotCua_*.resources of the same build "
                + "beside it (README, Install). Nothing was changed.",
            vietnamese: "Thiếu thư mục \(path) của chương trình: hãy chép các thư mục MotCua_*.resources của cùng bản "
                + "dựng vào cạnh chương trình (README, Install). Chưa thay đổi gì."
        )
    }
}
