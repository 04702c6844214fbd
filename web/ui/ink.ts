/** The luminance of `#rrggbb` as WCAG 2 defines it, from 0 to 1. */
export function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Black or white, whichever is easier to read on a colour. */
export const inkOn = (color: string): '#000000' | '#ffffff' =>
  luminance(color) > 0.179 ? '#000000' : '#ffffff';
