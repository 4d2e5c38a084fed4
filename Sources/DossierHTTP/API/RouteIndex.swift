import HTTPTypes

/// Knows what may be done at a path (danh mục đường dẫn), for requests that no route took.
struct RouteIndex: Sendable {
    /// What stands at a path.
    enum Match: Equatable {
        /// Nothing.
        case nothing
        /// An action on a dossier that does not exist.
        case unknownAction
        /// A route with these methods.
        case methods([HTTPRequest.Method])
    }

    private let routes: [(segments: [Substring], method: HTTPRequest.Method)]

    /// Creates the index of all operations.
    init() {
        routes = Operation.allCases.map { (Self.segments($0.template), $0.method) }
    }

    /// What stands at a path; empty segments do not count, as in the router.
    func match(_ path: String) -> Match {
        let segments = Self.segments(path)
        var methods = routes.filter { Self.fits(segments, $0.segments) }.map(\.method)
        guard !methods.isEmpty else {
            return Self.fits(segments, Self.segments(Operation.actionsTemplate + "{action}"))
                ? .unknownAction : .nothing
        }
        if methods.contains(.get) { methods.append(.head) }
        methods.append(.options)
        return .methods(methods.sorted { $0.rawValue < $1.rawValue })
    }

    private static func segments(_ path: String) -> [Substring] { path.split(separator: "/") }

    private static func fits(_ segments: [Substring], _ template: [Substring]) -> Bool {
        segments.count == template.count
            && zip(segments, template).allSatisfy { part, pattern in pattern.hasPrefix("{") || part == pattern }
    }
}
