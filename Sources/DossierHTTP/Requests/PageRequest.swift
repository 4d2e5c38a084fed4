import DossierEngine
import Hummingbird

/// Which page of a list is wanted (trang danh sách).
struct PageRequest: Sendable {
    /// The parameters by which every list is paged.
    static let parameters: Set<String> = ["cursor", "limit"]

    /// Where the page begins, as typed; nil for the list's beginning.
    let cursor: String?
    /// How many elements it has at most.
    let limit: Int

    /// Reads the parameters; what is wrong with them is noted.
    init(_ query: inout QueryReader, maximum: Int) {
        cursor = query.text("cursor")
        limit = query.whole("limit", in: 1...maximum) ?? min(APILimits.usualPageLength, maximum)
    }

    /// Reads the parameters of a list that takes no others.
    ///
    /// - Throws: ``RequestRefusal/invalidFields(_:)``.
    init(of request: Request, maximum: Int) throws(RequestRefusal) {
        var query = QueryReader(request, known: Self.parameters)
        self.init(&query, maximum: maximum)
        try query.finish()
    }

    /// The number by which the cursor of a list says where it goes on; nil for the list's beginning.
    ///
    /// - Throws: ``Problem`` of code `invalid-cursor` if the list gave no such cursor out.
    func number(of list: PageCursor.List) throws(Problem) -> Int64? {
        guard let cursor else { return nil }
        return try PageCursor(cursor, of: list, numbers: 1).numbers[0]
    }
}
