import DossierHTTP
import Logging
import Metrics
import ServiceLifecycle
import UnixSignals

/// Reads the certificate anew on SIGHUP (nạp lại chứng thư); connections that live stay as they are.
struct CertificateReload: Service {
    /// The certificate; nil where the service speaks plain HTTP, and the signal changes nothing.
    let certificate: ServerCertificate?
    let logger: Logger

    func run() async throws {
        noteEnd()
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() { reload() }
    }

    private func reload() {
        guard let certificate else { return logger.notice("SIGHUP: there is no certificate to read anew") }
        do {
            try certificate.reload()
            noteEnd()
            logger.notice("the certificate was read anew", metadata: ["notAfter": "\(certificate.notAfter)"])
        } catch {
            Counter(label: "motcua_tls_reload_failures_total").increment()
            logger.error("the certificate could not be read anew; the old one stays", metadata: ["error": "\(error)"])
        }
    }

    private func noteEnd() {
        guard let certificate else { return }
        Gauge(label: "motcua_tls_certificate_end_seconds").record(certificate.notAfter)
    }
}
