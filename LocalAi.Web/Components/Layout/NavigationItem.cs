using MudBlazor;

namespace LocalAi.Web.Components.Layout;

/// <summary>A page of the navigation: its address relative to the root, its name and its icon (SVG).</summary>
public sealed record NavigationItem(string Href, string Label, string Icon)
{
    /// <summary>The pages, in the order of the navigation. It is drawn once there is more than one.</summary>
    public static IReadOnlyList<NavigationItem> All { get; } =
    [
        new("", "Chat", Icons.Material.Outlined.ChatBubbleOutline),
        new("knowledge", "Knowledge", Icons.Material.Outlined.MenuBook),
        new("models", "Models", Icons.Material.Outlined.Memory),
        new("keys", "Keys", Icons.Material.Outlined.Key),
        new("services", "Services", Icons.Material.Outlined.Hub),
    ];
}
