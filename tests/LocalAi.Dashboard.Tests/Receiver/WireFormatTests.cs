using Google.Protobuf;
using LocalAi.Dashboard.Receiver;
using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Receiver.WireFormat;
using LocalAi.Dashboard.Telemetry;

namespace LocalAi.Dashboard.Tests.Receiver;

/// <summary>What protobuf allows and the SDKs never write.</summary>
public sealed class WireFormatTests
{
    [Fact]
    public void Request_IsStored_WhenItHasFieldsThatAreNotKnown()
    {
        var span = Otlp.Span(1, 2, name: "known").ToByteArray();
        byte[] unknown = [0x98, 0x06, 0x01, 0xA1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xAD, 0x06, 1, 2, 3, 4, 0xB2, 0x06, 2, 0xFF, 0xFF];
        var store = Otlp.Store();

        Take(store, OtlpSignal.Traces, Message(1, Message(2, Message(2, [.. unknown, .. span, .. unknown]))));

        Assert.Equal("known", Assert.Single(store.Traces.List()).Name);
    }

    [Fact]
    public void Field_IsPassed_WhenItsTypeIsAnother()
    {
        // Name (5) and kind (6) as fixed numbers.
        byte[] wrong = [0x29, 1, 2, 3, 4, 5, 6, 7, 8, 0x35, 1, 2, 3, 4];
        var store = Otlp.Store();

        Take(store, OtlpSignal.Traces, Message(1, Message(2, Message(2, [.. Otlp.Span(1, 2, name: "kept").ToByteArray(), .. wrong]))));

        Assert.Equal("kept", Assert.Single(store.Traces.List()).Name);
    }

    [Fact]
    public void Histogram_IsStored_WhenItsNumbersAreNotPacked()
    {
        var packed = new HistogramDataPoint { TimeUnixNano = (ulong)Otlp.Now, Count = 3, Sum = 2, BucketCounts = { 1, 2 }, ExplicitBounds = { 0.5 } };
        byte[] unpacked =
        [
            .. new HistogramDataPoint { TimeUnixNano = (ulong)Otlp.Now, Count = 3, Sum = 2 }.ToByteArray(),
            0x31, .. BitConverter.GetBytes(1UL), 0x39, .. BitConverter.GetBytes(0.5), 0x31, .. BitConverter.GetBytes(2UL),
        ];
        var (one, other) = (Otlp.Store(), Otlp.Store());

        Take(one, OtlpSignal.Metrics, Histogram(packed.ToByteArray()));
        Take(other, OtlpSignal.Metrics, Histogram(unpacked));

        Assert.Equal(Median(one), Median(other));
        Assert.Equal(0.5, Median(other));
    }

    [Fact]
    public void Points_AreOneSeries_WhateverTheOrderOfTheirAttributesAndFields()
    {
        (string, object)[] attributes = [("a", "1"), ("b", 2)];
        var usual = Otlp.Point(1, 1, attributes);
        var turned = Otlp.Point(2, 2, [.. attributes.Reverse()]);
        var scattered = Otlp.Point(3, 3, ("a", "1")).ToByteArray();
        var store = Otlp.Store();

        foreach (var point in (byte[][])[usual.ToByteArray(), turned.ToByteArray(), [.. Message(7, Otlp.Pair("b", 2).ToByteArray()), .. scattered], Otlp.Point(4, 4, attributes).ToByteArray()])
        {
            Take(store, OtlpSignal.Metrics, Message(1, Message(2, Message(2, [.. Message(1, "gauge"u8), .. Message(5, Message(1, point))]))));
        }

        var series = Assert.Single(store.Metrics.Series(Assert.Single(store.Metrics.Instruments())));
        Assert.Equal([1, 2, 3, 4], series.Numbers.Select(point => point.Value));
    }

    [Fact]
    public void Points_FindTheirSeries_WhenTheSenderChangesTheirOrder()
    {
        var store = Otlp.Store();
        foreach (var (seconds, order) in new[] { (1, "abc"), (2, "cab"), (3, "b"), (4, "abc"), (5, "acb") })
        {
            store.Add(Otlp.Metrics("agent", Otlp.Gauge("gauge", [.. order.Select(name => Otlp.Point(seconds, seconds, ("name", name.ToString())))])));
        }

        var values = store.Metrics.Series(Assert.Single(store.Metrics.Instruments()))
            .Select(series => $"{series.Attributes[0].Value}: {string.Join(' ', series.Numbers.Select(point => point.Value))}");
        Assert.Equal(["a: 1 2 4 5", "b: 1 2 3 4 5", "c: 1 2 4 5"], values.Order());
    }

    [Theory]
    [InlineData(new byte[] { 0x0A, 0x05, 0x01 }, "The body ends within a field.")]
    [InlineData(new byte[] { 0x0B }, "A field has a wire type that OTLP does not use.")]
    [InlineData(new byte[] { 0x00, 0x00 }, "A field's tag is invalid.")]
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, "An integer has more than ten bytes.")]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, "The body ends within a field.")]
    public void Request_IsRefused_WhenItIsNotWellFormed(byte[] request, string problem) =>
        Assert.Equal(problem, Assert.Throws<WireFormatException>(() => OtlpSignal.Traces.Accept(request)).Message);

    [Fact]
    public void Request_IsRefused_WhenValuesAreNestedTooDeeply()
    {
        var value = new AnyValue { IntValue = 1 };
        for (var depth = 0; depth < 60; depth++)
        {
            value = new AnyValue { ArrayValue = new ArrayValue { Values = { value } } };
        }

        var request = Otlp.Traces("agent", Otlp.Span(1, 2, attributes: ("deep", value))).ToByteArray();

        Assert.Contains("nested more than 100 deep", Assert.Throws<WireFormatException>(() => OtlpSignal.Traces.Accept(request)).Message, StringComparison.Ordinal);
    }

    private static void Take(TelemetryStore store, OtlpSignal signal, byte[] request)
    {
        signal.Accept(request);
        signal.Store(store, request);
    }

    private static byte[] Histogram(byte[] point) =>
        Message(1, Message(2, Message(2, [.. Message(1, "histogram"u8), .. Message(9, [.. Message(1, point), 0x10, 0x02])])));

    private static double Median(TelemetryStore store) => Assert.Single(store.Metrics.Series(Assert.Single(store.Metrics.Instruments()))).Histograms[^1].Counts.Quantile(1.0 / 3);

    private static byte[] Message(int field, ReadOnlySpan<byte> content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        }

        return stream.ToArray();
    }
}
