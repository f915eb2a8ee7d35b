using System.Globalization;
using System.Text;
using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;

namespace LocalAi.HardwareBench;

/// <summary>The picture of docs/hardware.md: what models need, as bars, against what GPUs have, as lines. An SVG that reads in light and dark.</summary>
internal static class MemoryChart
{
    private const int Left = 200;
    private const int Width = 880;
    private const int Top = 56;
    private const int RowHeight = 26;
    private const double MaximumGiB = 52;

    private static readonly int[] Cards = [8, 12, 16, 24, 32, 48];

    private static readonly (string Tag, string Quantization, int Context, KvCacheType KvCache)[] Rows =
    [
        ("llama3.2:3b", "Q4_K_M", 8192, KvCacheType.F16),
        ("llama3.1:8b", "Q4_K_M", 8192, KvCacheType.F16),
        ("llama3.1:8b", "Q4_K_M", 32768, KvCacheType.F16),
        ("llama3.1:8b", "Q4_K_M", 32768, KvCacheType.Q8),
        ("llama3.1:8b", "Q8_0", 8192, KvCacheType.F16),
        ("llama3.1:8b", "F16", 8192, KvCacheType.F16),
        ("qwen3:14b", "Q4_K_M", 8192, KvCacheType.F16),
        ("gpt-oss:20b", "MXFP4", 8192, KvCacheType.F16),
        ("gemma3:27b", "Q4_K_M", 8192, KvCacheType.F16),
        ("qwen3:30b", "Q4_K_M", 8192, KvCacheType.F16),
        ("qwen3:32b", "Q4_K_M", 8192, KvCacheType.F16),
        ("qwen3:32b", "Q4_K_M", 32768, KvCacheType.F16),
        ("llama3.3:70b", "Q2_K", 8192, KvCacheType.F16),
        ("llama3.3:70b", "Q4_K_M", 8192, KvCacheType.F16),
    ];

    /// <summary>The whole file.</summary>
    public static string Svg()
    {
        var height = Top + Rows.Length * RowHeight + 40;
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"Memory that models need, by part, against the memory of graphics cards\">");
        svg.AppendLine("<style>text{font:13px system-ui,sans-serif;fill:#3c4743}.small{font-size:11px;fill:#6b7772}.card{stroke:#b3541e;stroke-dasharray:4 3}.name{fill:#b3541e;font-size:12px}.w{fill:#0e6b58}.k{fill:#4c7bd9}.o{fill:#9aa5ad}@media(prefers-color-scheme:dark){text{fill:#d5ddd9}.small{fill:#93a09a}.w{fill:#4fc7a5}.k{fill:#7b9ff0}.o{fill:#6f7c85}.card{stroke:#e79a6a}.name{fill:#e79a6a}}</style>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<rect class=\"w\" x=\"{Left}\" y=\"8\" width=\"12\" height=\"12\"/><text x=\"{Left + 18}\" y=\"19\">weights</text><rect class=\"k\" x=\"{Left + 90}\" y=\"8\" width=\"12\" height=\"12\"/><text x=\"{Left + 108}\" y=\"19\">KV cache</text><rect class=\"o\" x=\"{Left + 190}\" y=\"8\" width=\"12\" height=\"12\"/><text x=\"{Left + 208}\" y=\"19\">buffers</text>");
        foreach (var gib in Cards)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"<line class=\"card\" x1=\"{X(gib)}\" y1=\"{Top - 8}\" x2=\"{X(gib)}\" y2=\"{height - 30}\"/><text class=\"name\" x=\"{X(gib)}\" y=\"{Top - 14}\" text-anchor=\"middle\">{gib} GB</text>");
        }

        var y = Top;
        foreach (var (tag, quantization, context, kvCache) in Rows)
        {
            var estimate = Estimator.Estimate(new FitRequest
            {
                Model = ModelCatalogue.Find(tag)!,
                Quantization = QuantizationCatalogue.Get(quantization),
                Machine = Machine.With(GpuCatalogue.Find("rtx-3090")!),
                ContextTokens = context,
                KvCache = kvCache,
            });
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{y + 15}\">{tag}</text><text class=\"small\" x=\"104\" y=\"{y + 15}\">{quantization} {context / 1024}k{(kvCache == KvCacheType.F16 ? "" : " q8")}</text>");
            var x = 0.0;
            foreach (var (part, bytes) in new[] { ("w", estimate.WeightsBytes), ("k", estimate.KvCacheBytes), ("o", estimate.OverheadBytes) })
            {
                var gib = bytes / (double)(1L << 30);
                svg.AppendLine(CultureInfo.InvariantCulture, $"<rect class=\"{part}\" x=\"{X(x)}\" y=\"{y + 3}\" width=\"{Math.Max(0.5, Scale(gib)):0.0}\" height=\"16\"/>");
                x += gib;
            }

            svg.AppendLine(CultureInfo.InvariantCulture, $"<text class=\"small\" x=\"{X(x) + 5}\" y=\"{y + 15}\">{x:0.0}</text>");
            y += RowHeight;
        }

        svg.AppendLine(CultureInfo.InvariantCulture, $"<text class=\"small\" x=\"{Left}\" y=\"{height - 10}\">GiB; context of one request in thousands of tokens; KV cache f16 unless q8</text>");
        return svg.AppendLine("</svg>").ToString().ReplaceLineEndings("\n");
    }

    private static double Scale(double gib) => gib / MaximumGiB * (Width - Left - 40);

    private static double X(double gib) => Math.Round(Left + Scale(gib), 1);
}
