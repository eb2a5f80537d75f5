import { must } from '#harness/grading';
import { type Answer, mustBeDone } from './answer.ts';
import type { Product } from './stock.ts';

/** The read was answered, with this product and one of these quantities. */
export function mustShow(answer: Answer, product: Product, quantities: readonly number[], circumstances: string): void {
  mustBeDone(answer, circumstances);
  const { product_id, product_name, quantity } = (answer.value ?? {}) as Partial<Product>;
  const isRight = product_id === product.product_id && product_name === product.product_name;
  must(
    isRight && quantities.some((each) => each === quantity),
    `${circumstances}, and ${answer.what} shows another row.`,
    {
      expected: { ...product, quantity: quantities.length === 1 ? quantities[0] : quantities },
      actual: answer.value,
    },
  );
}
