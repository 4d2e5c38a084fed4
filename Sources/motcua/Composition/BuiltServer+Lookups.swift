import DossierConfig
import ServiceLifecycle

extension BuiltServer {
    /// What runs while only look-ups are served (chỉ tra cứu): whatever else would write, or tell the world of what
    /// cannot be written down.
    func servicesOfLookups(_ mode: LookupMode) -> [NamedService] {
        let recovery = DiskRecoveryWatch(mode: mode, logger: logger)
        let known = KnownCheckpointService(keeper: checkpoints.keeper, logger: logger)
        return [
            NamedService("log level", LogLevelSwitch(workplace.configuration.settings, logger: logger)),
            NamedService("recovery", recovery, failure: .gracefullyShutdownGroup),
            NamedService("checkpoints", known),
            NamedService("certificates", certificates),
            NamedService("process", ProcessGauges(clock: workplace.machineClock)),
            NamedService("application", application),
        ]
    }
}
