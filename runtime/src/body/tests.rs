use futures_util::{FutureExt, stream};

use super::*;

fn chunks(chunks: &[&'static str]) -> impl Stream<Item = Result<Bytes, BoxError>> + Send + use<> {
    stream::iter(chunks.iter().map(|chunk| Ok(Bytes::from(*chunk))).collect::<Vec<_>>())
}

fn read(body: Body) -> Result<Bytes, String> {
    let result = body.collect(1000).now_or_never().unwrap();
    result.map_err(|error| error.to_string())
}

#[test]
fn a_stream_of_the_announced_length_is_complete() {
    for parts in [&["abc", "def"][..], &["abcdef"], &["", "abc", "", "def", ""]] {
        let body = Body::stream(6, chunks(parts));
        assert_eq!(
            (body.length(), body.is_stream(), body.as_bytes()),
            (Some(6), true, None)
        );
        assert_eq!(read(body).unwrap(), "abcdef");
    }
    assert_eq!(read(Body::stream(0, chunks(&[]))).unwrap(), "");
    assert_eq!(read(Body::stream_of_unknown_length(chunks(&["a", "b"]))).unwrap(), "ab");
}

#[test]
fn a_stream_that_is_too_short_fails_at_its_end() {
    let error = read(Body::stream(7, chunks(&["abc", "def"]))).unwrap_err();
    assert_eq!(error, "the stream ended after 6 of 7 bytes");
    assert!(read(Body::stream(1, chunks(&[]))).is_err());
}

#[test]
fn a_stream_that_is_too_long_never_completes() {
    for parts in [&["abc", "def", "g"][..], &["abcdefg"], &["abcdef", "", "g"]] {
        let mut body = Body::stream(6, chunks(parts));
        let mut received = 0;
        let error = loop {
            match body.chunk().now_or_never().unwrap() {
                Ok(chunk) => received += chunk.unwrap().len(),
                Err(error) => break error.to_string(),
            }
        };
        assert_eq!(error, "the stream has more than the announced 6 bytes");
        assert!(received < 6, "{received}");
        assert!(body.is_terminated() && body.chunk().now_or_never().unwrap().unwrap().is_none());
    }
    assert!(read(Body::stream(0, chunks(&["a"]))).is_err());
}

#[test]
fn an_error_ends_a_stream() {
    let failing = stream::iter([Ok("ab".into()), Err("gone".into()), Ok("cd".into())]);
    let mut body = Body::stream(4, failing);
    assert_eq!(body.chunk().now_or_never().unwrap().unwrap().unwrap(), "ab");
    assert_eq!(body.length(), Some(2));
    assert_eq!(body.chunk().now_or_never().unwrap().unwrap_err().to_string(), "gone");
    assert!(body.chunk().now_or_never().unwrap().unwrap().is_none());
}

#[test]
fn a_body_is_collected_up_to_a_limit() {
    let of = |max| {
        Body::stream_of_unknown_length(chunks(&["abc", "de"]))
            .collect(max)
            .now_or_never()
    };
    assert_eq!(of(5).unwrap().unwrap(), "abcde");
    assert!(matches!(of(4).unwrap(), Err(SendError::TooLarge { limit: 4 })));
    assert!(matches!(of(2).unwrap(), Err(SendError::TooLarge { limit: 2 })));
    assert!(Body::from("abc").collect(2).now_or_never().unwrap().is_err());
}

#[test]
fn bytes_in_memory_are_one_chunk() {
    let mut body = Body::from("abc".to_owned());
    assert_eq!(
        (body.length(), body.as_bytes().unwrap().as_ref()),
        (Some(3), &b"abc"[..])
    );
    assert_eq!(body.chunk().now_or_never().unwrap().unwrap().unwrap(), "abc");
    assert!(body.chunk().now_or_never().unwrap().unwrap().is_none());
    assert_eq!(read(Body::from(vec![97])).unwrap(), "a");
    assert_eq!(read(Body::default()).unwrap(), "");
    assert_eq!(Body::from("abc").try_into_bytes().unwrap(), "abc");
}

#[test]
fn debug_shows_only_the_length() {
    assert_eq!(format!("{:?}", Body::from("secret")), "Body(6 bytes)");
    assert_eq!(
        format!("{:?}", Body::stream(6, chunks(&["secret"]))),
        "Body(a stream of 6 bytes)"
    );
    assert_eq!(
        format!("{:?}", Body::stream_of_unknown_length(chunks(&[]))),
        "Body(a stream)"
    );
}

#[test]
fn a_body_is_no_larger_than_bytes() {
    assert_eq!(size_of::<Body>(), size_of::<Bytes>());
}
