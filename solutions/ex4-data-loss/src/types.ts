/** A row of the table inventory. */
export interface Row {
  product_id: number;
  product_name: string;
  quantity: number;
}

/** What a client may be told about its write. */
export type Told = 'acked' | 'rejected' | 'unknown';
