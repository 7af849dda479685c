//! The strict policy. That it was kept is asserted at the end of every journey.

use crate::eventually::eventually_eq;
use crate::harness::{account_of, journey};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_under_the_strict_policy() {
    journey(account_of(5), async |page| {
        for path in ["/configuration/license-management/meet", "/app/", "/portal/config.json"] {
            let script = format!("return fetch('{path}').then((answer) => answer.headers.get('content-security-policy'))");
            let policy: String = page.read(&script).await;
            let (policy, report) = policy.rsplit_once("; ").unwrap();
            assert_eq!(policy, POLICY, "{path}");
            assert_eq!(report, "report-uri /portal/csp-report");
        }
    })
    .await;
}

/// Otherwise no journey would prove anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_violation_would_be_noticed() {
    journey(account_of(5), async |page| {
        let script =
            "const style = document.createElement('style'); style.textContent = 'b { color: red }';
            document.head.append(style); document.createElement('p').innerHTML = '<b></b>'";
        page.read::<()>(script).await;
        eventually_eq!(page.db().csp_reports().len(), 2);
        let reports = page.db().csp_reports().join(" ");
        for directive in ["style-src", "require-trusted-types-for"] {
            assert!(reports.contains(directive), "{reports}");
        }
        assert_eq!(page.violations(), page.db().csp_reports());
        page.forgive_violations();
        // Chromium writes it to the console, too.
        page.console().await;
    })
    .await;
}

/// The same.
#[tokio::test(flavor = "multi_thread")]
async fn a_console_error_would_be_noticed() {
    journey(account_of(5), async |page| {
        page.read::<()>("console.error('an error')").await;
        let errors = page.console_errors().await;
        let messages = errors.iter().map(|error| &error.message);
        assert!(
            messages.clone().any(|text| text.contains("an error")),
            "{errors:#?}"
        );
    })
    .await;
}
