namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource sends telemetry to the dashboard.</summary>
public class OtlpExporterAnnotation : IResourceAnnotation;
