//! Where the feeds' makers serve them. No other file names one of their hosts.

use crate::feed::Feed;

/// The maker's own address: `{cve}`, `{year}`, `{thousands}` and `{system}` are filled in.
pub(crate) const fn of(feed: Feed) -> &'static str {
    match feed {
        Feed::Kev => "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
        Feed::Vulnrichment => {
            "https://raw.githubusercontent.com/cisagov/vulnrichment/develop/{year}/{thousands}xxx/{cve}.json"
        }
        Feed::Osv => "https://api.osv.dev/v1/vulns/{cve}",
        Feed::Epss => "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz",
        Feed::EndOfLife => "https://endoflife.date/api/v1/products/{system}/",
    }
}
