/** One picture: `width * height` brightness values, 0 black to 255 white, row after row. */
export type GrayPicture = { readonly width: number; readonly height: number; readonly luma: Uint8Array<ArrayBuffer> };
