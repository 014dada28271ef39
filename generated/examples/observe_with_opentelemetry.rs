//! Observes calls with OpenTelemetry: traces of calls and of their attempts, and the metric
//! `http.client.request.duration`.
//!
//! `cargo run --example observe_with_opentelemetry`
//!
//! The exporters of this example print. To send to a collector, use those of the crate `opentelemetry-otlp`.

use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

use opentelemetry::metrics::{Histogram, Meter, MeterProvider};
use opentelemetry::trace::TracerProvider;
use opentelemetry::{KeyValue, Value};
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Instrument, Subscriber, info_span};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

mod environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    environment::report(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let traces = SdkTracerProvider::builder()
        .with_simple_exporter(opentelemetry_stdout::SpanExporter::default())
        .build();
    let metrics = SdkMeterProvider::builder()
        .with_periodic_exporter(opentelemetry_stdout::MetricExporter::default())
        .build();
    tracing_subscriber::registry()
        .with(LevelFilter::INFO)
        .with(tracing_opentelemetry::layer().with_tracer(traces.tracer("my-app")))
        .with(RequestDuration::new(&metrics.meter("my-app")))
        .init();

    order(&environment::Environment::from_environment().await?)
        .instrument(info_span!("order"))
        .await?;

    // What has not been exported yet is lost otherwise.
    traces.shutdown()?;
    metrics.shutdown()?;
    Ok(())
}

/// The work of the program: its span is the parent of the spans of these calls.
async fn order(environment: &environment::Environment) -> Result<(), Box<dyn Error>> {
    let requests = environment.concur.requests();
    let mine = requests.list().user_id(&environment.employee).await?;
    println!("{} Requests", mine.data.len());
    if let Err(error) = requests.get("0".repeat(32)).await {
        println!("{error}");
    }
    Ok(())
}

/// Measures each HTTP request of the SDK, from the span `attempt`, whose fields are the attributes that OpenTelemetry
/// defines. Unlike what is computed from traces, it includes those that are not sampled.
struct RequestDuration(Histogram<f64>);

impl RequestDuration {
    fn new(meter: &Meter) -> Self {
        let histogram = meter
            .f64_histogram("http.client.request.duration")
            .with_unit("s")
            .with_description("Duration of HTTP client requests.")
            // Those that OpenTelemetry recommends.
            .with_boundaries(vec![
                0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
            ]);
        Self(histogram.build())
    }
}

/// A request in progress.
struct Request {
    began: Instant,
    attributes: Attributed,
}

#[derive(Default)]
struct Attributed(Vec<KeyValue>);

/// The attributes of the metric. Not the correlation id: each combination of values is a time series of its own.
const ATTRIBUTES: [&str; 6] = [
    "http.request.method",
    "url.template",
    "server.address",
    "server.port",
    "http.response.status_code",
    "error.type",
];

impl Attributed {
    fn add(&mut self, field: &Field, value: impl Into<Value>) {
        if ATTRIBUTES.contains(&field.name()) {
            self.0.push(KeyValue::new(field.name(), value));
        }
    }
}

impl Visit for Attributed {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value.to_owned());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.add(field, format!("{value:?}"));
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for RequestDuration {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let metadata = attributes.metadata();
        let is_attempt = metadata.target() == "sap_concur" && metadata.name() == "attempt";
        if let Some(span) = context.span(id).filter(|_| is_attempt) {
            let mut request = Request {
                began: Instant::now(),
                attributes: Attributed::default(),
            };
            attributes.record(&mut request.attributes);
            span.extensions_mut().insert(request);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(request) = span.extensions_mut().get_mut::<Request>()
        {
            values.record(&mut request.attributes);
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        if let Some(span) = context.span(&id)
            && let Some(request) = span.extensions_mut().remove::<Request>()
        {
            self.0
                .record(request.began.elapsed().as_secs_f64(), &request.attributes.0);
        }
    }
}
