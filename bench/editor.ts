import type { Product } from './product.ts';
import type { Row } from './table.ts';

export async function measureEditor(_product: Product): Promise<Row[]> {
  return [];
}
