import ServiceLifecycle

/// A service under its name (dịch vụ có tên).
///
/// A service group describes each service in words for its log. Ours hold the whole catalogue and its calendars:
/// described as they are, that takes most of the start and keeps megabytes of text.
struct NamedService: Service, CustomStringConvertible {
    /// The name in the log.
    let description: String
    /// What happens to the others when it fails.
    let failure: ServiceGroupConfiguration.ServiceConfiguration.TerminationBehavior
    private let service: any Service

    init(
        _ name: String,
        _ service: any Service,
        failure: ServiceGroupConfiguration.ServiceConfiguration.TerminationBehavior = .cancelGroup
    ) {
        description = name
        self.failure = failure
        self.service = service
    }

    func run() async throws {
        try await service.run()
    }
}
