/** Of libheif's C API what is called here; pointers are numbers, and errors are written to where the first one points. */
declare module 'libheif-js/wasm-bundle.js' {
  interface Libheif {
    HEAPU8: Uint8Array;
    HEAPU32: Uint32Array;
    _malloc(size: number): number;
    _free(pointer: number): void;
    _heif_context_alloc(): number;
    _heif_context_free(context: number): void;
    _heif_context_read_from_memory(error: number, context: number, bytes: number, size: number, options: number): void;
    _heif_context_get_primary_image_handle(error: number, context: number, handle: number): void;
    _heif_image_handle_get_width(handle: number): number;
    _heif_image_handle_get_height(handle: number): number;
    _heif_image_handle_release(handle: number): void;
    _heif_image_handle_get_raw_color_profile_size(handle: number): number;
    _heif_image_handle_get_raw_color_profile(error: number, handle: number, bytes: number): void;
    _heif_image_handle_get_number_of_metadata_blocks(handle: number, filter: number): number;
    _heif_image_handle_get_list_of_metadata_block_IDs(
      handle: number,
      filter: number,
      ids: number,
      count: number,
    ): number;
    _heif_image_handle_get_metadata_type(handle: number, id: number): number;
    _heif_image_handle_get_metadata_content_type(handle: number, id: number): number;
    _heif_image_handle_get_metadata_size(handle: number, id: number): number;
    _heif_image_handle_get_metadata(error: number, handle: number, id: number, bytes: number): void;
    _heif_decode_image(
      error: number,
      handle: number,
      image: number,
      space: number,
      chroma: number,
      options: number,
    ): void;
    _heif_image_get_width(image: number, channel: number): number;
    _heif_image_get_height(image: number, channel: number): number;
    _heif_image_get_plane_readonly(image: number, channel: number, stride: number): number;
    _heif_image_release(image: number): void;
  }

  const heif: Libheif;
  export default heif;
}
