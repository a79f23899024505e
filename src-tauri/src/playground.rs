//! The PCs of a practice office.

use patchround_office::app::{PlayPcs, Playground};
use patchround_practice::{Practice, PracticePc, small_office};

/// Made-up PCs on this computer's own loopback, switched on when the practice office opens.
pub(crate) fn playground() -> Playground {
    Box::new(|| {
        Box::pin(async {
            let practice = Practice::start(small_office()).await?;
            let addresses = practice.pcs().iter().map(PracticePc::address).collect();
            let type_code = Box::new(move |code: &str| {
                if let Err(error) = practice.type_code(code) {
                    tracing::warn!(%error, "Failed to type the code at the practice PCs");
                }
            });
            Ok(PlayPcs { addresses, type_code })
        })
    })
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpStream;

    use super::*;

    #[tokio::test]
    async fn the_practice_pcs_answer_on_loopback_until_they_are_dropped() {
        let pcs = playground()().await.unwrap();
        let addresses = pcs.addresses.clone();
        assert!(!addresses.is_empty());
        for address in &addresses {
            assert!(address.ip().is_loopback());
            TcpStream::connect(address).await.unwrap();
        }
        drop(pcs);
        tokio::task::yield_now().await;
        for address in addresses {
            assert!(TcpStream::connect(address).await.is_err());
        }
    }
}
