/// A language of refusals (ngôn ngữ trả lời).
enum Language: String, Sendable {
    /// Vietnamese, unless English is preferred.
    case vietnamese = "vi"
    /// English.
    case english = "en"

    /// Chooses by the field `Accept-Language`.
    ///
    /// Source: RFC 9110, 12.5.4.
    init(acceptLanguage field: String?) {
        guard let field, field.utf8.count <= 1_000 else {
            self = .vietnamese
            return
        }
        var weights: [String: Double] = [:]
        var order: [String] = []
        for range in field.split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let tag = parts.first?.split(separator: "-").first.map(String.init), weights[tag] == nil else {
                continue
            }
            weights[tag] = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            order.append(tag)
        }
        let english = weights["en"] ?? 0
        let vietnamese = weights["vi"] ?? weights["*"] ?? 0
        guard english > 0, english >= vietnamese else {
            self = .vietnamese
            return
        }
        let isFirst = order.first { $0 == "en" || $0 == "vi" } == "en"
        self = english > vietnamese || (isFirst && weights["vi"] != nil) ? .english : .vietnamese
    }
}
