//! So many writers, each with a tag of its own: appends one event after the other, on the condition that nothing of
//! its tag came after the one before. Prints as bench_append does.
//!   append URL WRITERS SECONDS
use std::time::{Duration, Instant};

use umadb_client::UmaDbClient;
use umadb_dcb::{DcbAppendCondition, DcbEvent, DcbEventStoreAsync, DcbQuery, DcbQueryItem};
use uuid::Uuid;

const EVENT_BYTES: usize = 256;
const WRITERS_A_CONNECTION: usize = 64;

async fn write(client: std::sync::Arc<umadb_client::AsyncUmaDbClient>, end: Instant) -> Vec<f64> {
    let tag = Uuid::new_v4().to_string();
    let mut last = client.head().await.expect("head");
    let mut took = Vec::new();
    loop {
        let begin = Instant::now();
        if begin >= end {
            return took;
        }
        let event = DcbEvent::default().event_type("Happened").tags([tag.as_str()]).data(vec![b'x'; EVENT_BYTES]).uuid(Uuid::new_v4());
        let condition = DcbAppendCondition { fail_if_events_match: DcbQuery::new().item(DcbQueryItem::new().tags([tag.as_str()])), after: last };
        last = Some(client.append(vec![event], Some(condition), None).await.expect("append"));
        if Instant::now() < end {
            took.push(begin.elapsed().as_secs_f64() * 1e6);
        }
    }
}

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (writers, seconds): (usize, f64) = (args[2].parse().expect("writers"), args[3].parse().expect("seconds"));
    let mut clients = Vec::new();
    for _ in 0..writers.div_ceil(WRITERS_A_CONNECTION) {
        clients.push(std::sync::Arc::new(UmaDbClient::new(args[1].clone()).connect_async().await.expect("connect")));
    }
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let all: Vec<_> = (0..writers).map(|i| tokio::spawn(write(clients[i % clients.len()].clone(), end))).collect();
    let mut us = Vec::new();
    for each in all {
        us.extend(each.await.expect("a writer"));
    }
    us.sort_by(f64::total_cmp);
    let at = |share: f64| us[((us.len() as f64 * share) as usize).min(us.len() - 1)];
    println!(
        "{{\"rate\":{},\"p50_us\":{},\"p90_us\":{},\"p99_us\":{},\"p999_us\":{},\"max_us\":{}}}",
        us.len() as f64 / seconds, at(0.5), at(0.9), at(0.99), at(0.999), at(1.0)
    );
}
