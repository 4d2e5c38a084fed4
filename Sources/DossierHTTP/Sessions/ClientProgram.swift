/// What kind of program sends a request (loại thiết bị), for whoever looks through a list of sessions.
///
/// Only names that are written here come out, so that nothing of what a client says about itself is kept.
enum ClientProgram {
    /// Names by what the field `User-Agent` contains, the first that fits; browsers that pass for others come first.
    private static let programs: [(mark: String, name: String)] = [
        ("coc_coc_browser", "Cốc Cốc"), ("edg/", "Edge"), ("edga/", "Edge"), ("opr/", "Opera"),
        ("samsungbrowser", "Samsung Internet"), ("firefox/", "Firefox"), ("fxios/", "Firefox"), ("crios/", "Chrome"),
        ("chrome/", "Chrome"), ("safari/", "Safari"), ("curl/", "curl"), ("wget/", "wget"), ("python", "Python"),
        ("okhttp", "okhttp"), ("java/", "Java"), ("go-http-client", "Go"), ("node", "Node"), ("postman", "Postman"),
    ]
    private static let systems: [(mark: String, name: String)] = [
        ("android", "Android"), ("iphone", "iOS"), ("ipad", "iOS"), ("windows", "Windows"), ("mac os", "macOS"),
        ("cros", "ChromeOS"), ("linux", "Linux"),
    ]
    /// The longest field that is looked at, in bytes.
    private static let maximumBytes = 1_000

    /// The name of a program, for example `Firefox, Windows`.
    static func name(of field: String?) -> String {
        guard let field, field.utf8.count <= maximumBytes else { return "unknown" }
        let words = field.lowercased()
        let names = [programs, systems].compactMap { table in table.first { words.contains($0.mark) }?.name }
        return names.isEmpty ? "unknown" : names.joined(separator: ", ")
    }
}
