import Foundation

/// The files of one folder of configuration (các tệp cấu hình), read with a bound on their size.
struct ConfigFiles {
    private let folder: URL

    /// The name of the file of settings.
    let settingsFile: String

    /// Opens the folder in which a file lies.
    init(configFile: String) {
        let url = URL(filePath: configFile)
        folder = url.deletingLastPathComponent()
        settingsFile = url.lastPathComponent
    }

    /// Lists the files of a subfolder, in order, such as `procedures/1.001612.yaml`.
    ///
    /// A file that would be passed over in silence is a mistake: only `.yaml` is read. Hidden ones are left alone.
    func names(in subfolder: String, log: DefectLog) -> [String] {
        let entries: [String]
        do {
            entries = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: subfolder).path)
        } catch {
            log.add(.unreadable(file: subfolder, reason: "the folder is missing", "không có thư mục này"))
            return []
        }
        let visible = entries.filter { !$0.hasPrefix(".") && !$0.hasSuffix("~") }.sorted()
        for name in visible where !name.hasSuffix(Self.ending) {
            log.add(
                .unreadable(
                    file: subfolder + "/" + name,
                    reason: "only files that end in .yaml stand here",
                    "ở đây chỉ đặt tệp có đuôi .yaml; hãy đổi tên hoặc chuyển đi"
                )
            )
        }
        return visible.filter { $0.hasSuffix(Self.ending) }.map { subfolder + "/" + $0 }
    }

    /// Reads a file into its values.
    func node(of name: String) throws(ConfigurationDefects) -> ConfigNode {
        try YAMLReading.node(of: try text(of: name), file: name)
    }

    /// The name of a file without folder and ending.
    static func stem(of name: String) -> String {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        return last.hasSuffix(ending) ? String(last.dropLast(ending.count)) : last
    }

    private static let ending = ".yaml"

    private func text(of name: String) throws(ConfigurationDefects) -> String {
        let bytes: Data
        do {
            let file = try FileHandle(forReadingFrom: folder.appending(path: name))
            // One byte more than is allowed tells a file that is too large, without reading the rest of it.
            bytes = try file.read(upToCount: YAMLReading.maximumBytes + 1) ?? Data()
        } catch {
            throw ConfigurationDefects(
                .unreadable(file: name, reason: "it is missing or not readable", "không có tệp hoặc không có quyền đọc")
            )
        }
        guard bytes.count <= YAMLReading.maximumBytes else {
            throw ConfigurationDefects(.tooLarge(file: name))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationDefects(
                .unreadable(file: name, reason: "it is no UTF-8 text", "tệp không mã hóa bằng UTF-8; hãy lưu lại")
            )
        }
        return text
    }
}
