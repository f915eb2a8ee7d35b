namespace Aspire.Hosting.ApplicationModel;

/// <summary>The text of a link, and its place: higher ones come first.</summary>
public sealed record UrlDisplayPropertiesSnapshot(string DisplayName = "", int SortOrder = 0);
